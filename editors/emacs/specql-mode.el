;;; specql-mode.el --- Major mode for SpecQL specs -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; URL: https://github.com/specql/specql-lsp

;;; Commentary:

;; SpecQL is a YAML language of business entities.  This file has a major mode
;; for it, tells Eglot and lsp-mode of the language server `specql-lsp', and
;; shows the SQL that becomes of a spec beside it (`specql-preview').
;;
;; With Emacs 29 or later and the grammar installed for `treesit', use
;; `specql-ts-mode', which colours by the tree; `specql-mode' takes it by itself.

;;; Code:

(require 'json)
(require 'subr-x)

(declare-function eglot-current-server "eglot")
(declare-function eglot--TextDocumentIdentifier "eglot")
(declare-function jsonrpc-async-request "jsonrpc")
(declare-function lsp--text-document-identifier "lsp-mode")
(declare-function lsp--workspace-status "lsp-mode")
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-request-async "lsp-mode")
(declare-function lsp-workspaces "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function treesit-ready-p "treesit")
(declare-function treesit-parser-create "treesit")
(declare-function treesit-major-mode-setup "treesit")
(declare-function treesit-font-lock-rules "treesit")
(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(defvar treesit-font-lock-settings)
(defvar treesit-font-lock-feature-list)

(defgroup specql nil
  "SpecQL specs."
  :group 'languages
  :prefix "specql-")

(defcustom specql-server-command '("specql-lsp" "--stdio")
  "The command that starts the language server."
  :type '(repeat string))

(defcustom specql-indent-offset 2
  "How far a block is indented."
  :type 'integer
  :safe #'integerp)

(defcustom specql-detect t
  "Whether plain YAML files that are specs, below a SpecQL project, are taken."
  :type 'boolean)

;;; Which files are specs

(defconst specql--markers
  '("specql.toml" "confiture.yaml" "registry/domain_registry.yaml" "entities")
  "What tells a SpecQL project.")

(defun specql-root (path)
  "The nearest folder above PATH that is a SpecQL project."
  (locate-dominating-file
   path
   (lambda (folder)
     (and (file-directory-p folder)
          (seq-some (lambda (marker) (file-exists-p (expand-file-name marker folder)))
                    specql--markers)))))

(defun specql--spec-p ()
  "Whether the buffer is a plain YAML file that is a spec of a project."
  (and specql-detect
       buffer-file-name
       (string-match-p "\\.ya?ml\\'" buffer-file-name)
       (save-excursion
         (goto-char (point-min))
         (re-search-forward "^entity[ \t]*:\\(?:[ \t]\\|$\\)" 20000 t))
       (specql-root buffer-file-name)))

;;; Colours without a tree

(defconst specql--font-lock-keywords
  `(("^[ \t-]*\\([[:word:]_.]+\\|\"[^\"\n]*\"\\)[ \t]*:\\(?:[ \t]\\|$\\)" 1 'font-lock-variable-name-face)
    (,(regexp-opt '("entity" "schema" "fields" "actions" "steps" "description") 'symbols)
     . 'font-lock-keyword-face)
    ("\\_<\\(enum\\|ref\\|list\\)(" 1 'font-lock-type-face)
    (":[ \t]+\\(text\\|integer\\|boolean\\|date\\|json\\|[[:lower:]][[:alnum:]]*\\)!?[ \t]*\\(?:[=#]\\|$\\)"
     1 'font-lock-type-face)
    (,(regexp-opt '("AND" "OR" "NOT" "IS" "NULL" "IN" "SET" "WHERE" "FROM" "MATCHES" "BETWEEN" "LIKE")
                  'symbols)
     . 'font-lock-builtin-face)
    ("[*&][[:word:]_]+" . 'font-lock-constant-face)
    ("\\_<\\(true\\|false\\|null\\|[0-9.]+\\)\\_>" . 'font-lock-constant-face))
  "What is coloured where there is no tree.")

(defvar specql-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\' "." table)
    (modify-syntax-entry ?. "." table)
    table)
  "What characters are in specs.")

;;; Indentation

(defun specql--line-before ()
  "Go to the line before that is not empty; nil where there is none."
  (let (found)
    (while (and (not found) (zerop (forward-line -1)))
      (setq found (not (looking-at-p "[ \t]*$"))))
    found))

(defun specql--column ()
  "How far the current line is to be indented at most."
  (save-excursion
    (beginning-of-line)
    (if (not (specql--line-before))
        0
      (cond
       ((looking-at "[ \t]*\\(?:- +\\)?[^#\n]*:[ \t]*\\(?:#.*\\)?$")
        (+ (current-indentation)
           (if (looking-at-p "[ \t]*- ") (* 2 specql-indent-offset) specql-indent-offset)))
       ((looking-at-p "[ \t]*- .*: ")
        (+ (current-indentation) specql-indent-offset))
       (t (current-indentation))))))

(defun specql-indent-line ()
  "Indent the line below the one before; called again, less and less."
  (interactive)
  (let* ((column (specql--column))
         (current (current-indentation))
         (wanted (if (and (eq last-command this-command) (> current 0))
                     (max 0 (* specql-indent-offset (/ (1- current) specql-indent-offset)))
                   column)))
    (save-excursion (indent-line-to wanted))
    (when (< (current-column) wanted)
      (move-to-column wanted))))

;;; The modes

(defun specql--setup ()
  "What both modes have."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'specql-indent-line)
  (setq-local electric-indent-inhibit t)
  (setq-local imenu-generic-expression
              '(("Actions" "^[ \t]+- name:[ \t]*\\(.+\\)$" 1)
                ("Fields" "^  \\([[:word:]_]+\\):" 1))))

;;;###autoload
(define-derived-mode specql-mode prog-mode "SpecQL"
  "Major mode for SpecQL specs."
  :syntax-table specql-mode-syntax-table
  (specql--setup)
  (setq-local font-lock-defaults '(specql--font-lock-keywords)))

;; The first rule that colours a place counts, so what is special comes before what is usual.
(defun specql--tree-colours ()
  "What is coloured where there is a tree."
  (treesit-font-lock-rules
   :language 'specql :feature 'comment
   '((comment) @font-lock-comment-face)
   :language 'specql :feature 'name
   '((document
      (block_mapping
       (pair
        key: (key) @font-lock-keyword-face)))
     (block_sequence_item
      (block_mapping
       (pair
        key: (key) @font-lock-keyword-face))))
   :language 'specql :feature 'key
   '([(key) (quoted_key) (bare_word)] @font-lock-variable-name-face)
   :language 'specql :feature 'keyword
   '(["enum" "ref" "list" "SET" "WHERE" "VALUES" "FROM" "AS" "CASE" "WHEN" "THEN" "ELSE" "END"]
     @font-lock-keyword-face
     ["AND" "OR" "NOT" "IN" "IS" "LIKE" "ILIKE" "BETWEEN" "MATCHES" "EXISTS" "DISTINCT"]
     @font-lock-builtin-face)
   :language 'specql :feature 'type
   '([(type_name) (entity_reference)] @font-lock-type-face)
   :language 'specql :feature 'function
   '((function_name) @font-lock-function-name-face)
   :language 'specql :feature 'constant
   '([(enum_value) (default_value) (boolean_scalar) (null_scalar) (true) (false) (null) (anchor) (alias)]
     @font-lock-constant-face)
   :language 'specql :feature 'number
   '([(number) (integer_scalar) (float_scalar)] @font-lock-constant-face)
   :language 'specql :feature 'variable
   '((parameter) @font-lock-variable-name-face)
   :language 'specql :feature 'string
   '([(string) (plain_scalar) (single_quoted_scalar) (double_quoted_scalar) (block_text)]
     @font-lock-string-face)))

;;;###autoload
(define-derived-mode specql-ts-mode specql-mode "SpecQL"
  "Major mode for SpecQL specs that colours by the tree."
  (when (and (fboundp 'treesit-ready-p) (treesit-ready-p 'specql t))
    (setq-local font-lock-defaults nil)
    (treesit-parser-create 'specql)
    (setq-local treesit-font-lock-settings (specql--tree-colours))
    (setq-local treesit-font-lock-feature-list
                '((comment name key) (type keyword string) (constant number function variable)))
    (treesit-major-mode-setup)))

(defun specql-best-mode ()
  "Use the mode with a tree where that is possible, else the one without."
  (if (and (fboundp 'treesit-ready-p) (treesit-ready-p 'specql t))
      (specql-ts-mode)
    (specql-mode)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.specql\\(?:\\.ya?ml\\)?\\'" . specql-best-mode))
;;;###autoload
(add-to-list 'magic-mode-alist '(specql--spec-p . specql-best-mode))

;;; Servers

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons '(specql-mode specql-ts-mode)
                     (lambda (&rest _) specql-server-command))))

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(specql-mode . "specql"))
  (add-to-list 'lsp-language-id-configuration '(specql-ts-mode . "specql"))
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () specql-server-command))
    :major-modes '(specql-mode specql-ts-mode)
    :server-id 'specql-lsp)))

;; Projects of specs begin where SpecQL says, also for Eglot.
(defun specql--project (folder)
  "The SpecQL project that FOLDER is in, for `project-find-functions'."
  (when (derived-mode-p 'specql-mode)
    (when-let ((root (specql-root folder)))
      (cons 'transient (expand-file-name root)))))

(add-hook 'project-find-functions #'specql--project)

;;; The SQL beside the spec

(defvar-local specql--preview nil "The buffer that shows the SQL of this one.")
(defvar-local specql--waiting nil "Whether an answer is under way.")
(defvar-local specql--again nil "Whether the text has changed since the last question.")

(defun specql--show (source sql)
  "Show SQL in the preview of the buffer SOURCE."
  (when (buffer-live-p source)
    (let ((preview (buffer-local-value 'specql--preview source)))
      (when (buffer-live-p preview)
        (with-current-buffer preview
          (let ((inhibit-read-only t)
                (line (line-number-at-pos)))
            (erase-buffer)
            (insert sql)
            (goto-char (point-min))
            (forward-line (1- line))))))))

(defun specql--answered (source)
  "Take note that an answer for the buffer SOURCE has come."
  (when (buffer-live-p source)
    (with-current-buffer source
      (setq specql--waiting nil)
      (when specql--again
        (setq specql--again nil)
        (specql-preview-refresh)))))

(defun specql--client ()
  "The client that serves this buffer: `eglot', `lsp-mode' or none."
  (cond
   ((and (fboundp 'eglot-current-server) (eglot-current-server)) 'eglot)
   ;; Until a server is ready, it does not know of the buffer.
   ((and (fboundp 'lsp-workspaces)
         (seq-some (lambda (server) (eq (lsp--workspace-status server) 'initialized))
                   (lsp-workspaces)))
    'lsp-mode)))

(defun specql--get (answer key)
  "What ANSWER has for KEY: lsp-mode's are plists or tables, as it was compiled."
  (if (hash-table-p answer)
      (gethash (substring (symbol-name key) 1) answer)
    (plist-get answer key)))

(defun specql--ask (told)
  "Ask for the SQL of this buffer, and call TOLD with it or with nil."
  (if (eq (specql--client) 'eglot)
      (progn
        (eglot--signal-textDocument/didChange)
        (jsonrpc-async-request
         (eglot-current-server) :specql/sql (list :textDocument (eglot--TextDocumentIdentifier))
         :success-fn (lambda (answer) (funcall told (plist-get answer :sql)))
         :error-fn (lambda (problem) (funcall told (format "-- %s" (plist-get problem :message))))
         :timeout-fn (lambda () (funcall told nil))))
    (lsp-request-async
     "specql/sql" (list :textDocument (lsp--text-document-identifier))
     (lambda (answer) (funcall told (specql--get answer :sql)))
     :error-handler (lambda (problem) (funcall told (format "-- %s" (specql--get problem :message))))
     :mode 'detached)))

(defun specql-preview-refresh (&rest _)
  "Ask for the SQL of this buffer again."
  (when (buffer-live-p specql--preview)
    (cond
     (specql--waiting (setq specql--again t))
     ((specql--client)
      (let ((source (current-buffer)))
        (setq specql--waiting t)
        (specql--ask
         (lambda (sql)
           (when sql (specql--show source sql))
           (specql--answered source))))))))

;;;###autoload
(defun specql-preview ()
  "Show the SQL of this spec beside it; it follows the text."
  (interactive)
  (unless (specql--client)
    (user-error "No server: start it with M-x eglot or M-x lsp"))
  (unless (buffer-live-p specql--preview)
    (setq specql--preview (get-buffer-create (format "*SQL of %s*" (buffer-name))))
    (with-current-buffer specql--preview
      (sql-mode)
      (setq buffer-read-only t)))
  (add-hook 'after-change-functions #'specql-preview-refresh t t)
  (display-buffer specql--preview '(display-buffer-in-side-window (side . right) (window-width . 0.5)))
  (specql-preview-refresh))

(declare-function sql-mode "sql")
(declare-function eglot--signal-textDocument/didChange "eglot")

(provide 'specql-mode)
;;; specql-mode.el ends here
