;;; specql-test.el --- Drives specql-mode in a real Emacs -*- lexical-binding: t; -*-

;;   SPECQL_LSP=/path/to/specql-lsp emacs -Q --batch -l tests/specql-test.el -f ert-run-tests-batch-and-exit

;;; Code:

(require 'ert)
(require 'package)
(unless (require 'eglot nil t)
  ;; Debian's package for older Emacs, which -Q leaves off the path.
  (add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
  (package-initialize)
  (require 'eglot))
(require 'flymake)

(defconst specql-test--here (file-name-directory (or load-file-name buffer-file-name)))
(load (expand-file-name "../specql-mode.el" specql-test--here))

(defconst specql-test--shop
  (let ((folder (file-name-as-directory (make-temp-file "specql" t))))
    (copy-directory (expand-file-name "../../../examples/shop" specql-test--here) folder nil t t)
    (file-truename folder))
  "A copy of the example, so that it can be changed.")

(setq specql-server-command (list (or (getenv "SPECQL_LSP") "specql-lsp") "--stdio")
      eglot-sync-connect 20
      eglot-autoshutdown t
      flymake-no-changes-timeout 0.05
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil)

(defun specql-test--wait (what condition)
  "Wait until CONDITION holds, or fail saying WHAT was waited for."
  (let ((end (+ (float-time) 20))
        value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or value (ert-fail (format "in vain: %s" what)))))

(defun specql-test--flush ()
  "Send what was typed: Eglot does so when Emacs is idle, which it never is in a batch."
  (eglot--signal-textDocument/didChange))

(defun specql-test--wait-for-complaint (word)
  "Wait until something is wrong that speaks of WORD."
  (flymake-mode 1)
  (flymake-start)
  (specql-test--wait
   word
   (lambda ()
     (seq-some (lambda (found) (string-match-p word (flymake-diagnostic-text found)))
               (flymake-diagnostics)))))

(defun specql-test--spec ()
  "The buffer of a spec, with its server."
  (let ((buffer (find-file-noselect (expand-file-name "entities/workshop/repair.yaml" specql-test--shop))))
    (with-current-buffer buffer
      (unless (eglot-current-server)
        (apply #'eglot (eglot--guess-contact))))
    buffer))

(ert-deftest specql-test-modes ()
  (with-current-buffer (specql-test--spec)
    (should (derived-mode-p 'specql-mode))
    (should (equal comment-start "# ")))
  (let ((foreign (expand-file-name "docker-compose.yaml" specql-test--shop)))
    (write-region "services:\n  web: {}\n" nil foreign nil 'quiet)
    (with-current-buffer (find-file-noselect foreign)
      (should-not (derived-mode-p 'specql-mode)))))

(ert-deftest specql-test-root ()
  (with-current-buffer (specql-test--spec)
    (should (equal (file-truename (specql-root buffer-file-name)) specql-test--shop))))

(ert-deftest specql-test-diagnostics ()
  (with-current-buffer (specql-test--spec)
    (goto-char (point-max))
    (insert "feilds: {}\n")
    (specql-test--flush)
    (specql-test--wait-for-complaint "feilds")
    (delete-region (line-beginning-position 0) (point-max))
    (specql-test--flush)))

(ert-deftest specql-test-completion ()
  (with-current-buffer (specql-test--spec)
    (goto-char (point-min))
    (re-search-forward "^fields:\n")
    (insert "  contact: ema\n")
    (backward-char)
    (specql-test--flush)
    ;; Eglot cannot place what is wrong in a line that is gone by the time it hears of it.
    (specql-test--wait-for-complaint "ema")
    (let ((found (eglot-completion-at-point)))
      (should (member "email" (mapcar #'substring-no-properties (all-completions "ema" (nth 2 found))))))
    (delete-region (line-beginning-position) (line-beginning-position 2))
    (specql-test--flush)))

(ert-deftest specql-test-definition ()
  (with-current-buffer (specql-test--spec)
    (goto-char (point-min))
    (re-search-forward "ref(\\(?:[a-z_]+\\.\\)?")
    (let* ((answer (jsonrpc-request (eglot-current-server) :textDocument/definition
                                    (eglot--TextDocumentPositionParams)))
           (first (if (vectorp answer) (aref answer 0) answer)))
      (should (string-match-p "\\.yaml\\'" (or (plist-get first :targetUri) (plist-get first :uri)))))))

(ert-deftest specql-test-preview ()
  (with-current-buffer (specql-test--spec)
    (specql-preview)
    (specql-test--wait
     "a table"
     (lambda ()
       (with-current-buffer specql--preview
         (string-match-p "CREATE TABLE" (buffer-string)))))
    (goto-char (point-min))
    (re-search-forward "^fields:\n")
    (insert "  just_typed: integer\n")
    (specql-test--wait
     "the new column"
     (lambda ()
       (with-current-buffer specql--preview
         (string-match-p "just_typed" (buffer-string)))))
    (delete-region (line-beginning-position 0) (point))))

(ert-deftest specql-test-indentation ()
  (with-temp-buffer
    (specql-mode)
    (insert "fields:\nname: text")
    (indent-for-tab-command)
    (should (equal (buffer-string) "fields:\n  name: text"))))

(ert-deftest specql-test-colours ()
  (with-temp-buffer
    (specql-mode)
    (insert "entity: Contact\nfields:\n  mail: email! # how\n")
    (font-lock-ensure)
    (goto-char (point-min))
    (search-forward "email")
    (should (eq (get-text-property (1- (point)) 'face) 'font-lock-type-face))
    (search-forward "how")
    (should (eq (get-text-property (1- (point)) 'face) 'font-lock-comment-face))))

;; Where lsp-mode is, it serves specs as well; `tests/editors.sh' has it.
(ert-deftest specql-test-lsp-mode ()
  (skip-unless (require 'lsp-mode nil t))
  (let* ((shop (file-name-as-directory (make-temp-file "specql" t)))
         (lsp-session-file (expand-file-name "session" shop))
         (lsp-auto-guess-root t)
         (lsp-enable-file-watchers nil)
         (lsp-keep-workspace-alive nil)
         (lsp-restart 'ignore))
    (copy-directory specql-test--shop shop nil t t)
    (with-current-buffer (find-file-noselect (expand-file-name "entities/workshop/task.yaml" shop))
      (should (derived-mode-p 'specql-mode))
      (lsp)
      (specql-test--wait "lsp-mode" (lambda () (eq (specql--client) 'lsp-mode)))
      (specql-preview)
      (specql-test--wait
       "a table"
       (lambda ()
         (with-current-buffer specql--preview
           (string-match-p "CREATE TABLE" (buffer-string)))))
      (goto-char (point-max))
      (insert "feilds: {}\n")
      (specql-test--wait
       "what is wrong"
       (lambda ()
         (seq-some (lambda (found) (string-match-p "feilds" (lsp:diagnostic-message found)))
                   (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics)))))
      (set-buffer-modified-p nil)
      (kill-buffer))))

(provide 'specql-test)
;;; specql-test.el ends here
