" Drives the configuration in a real Vim with ALE (Debian: vim, vim-ale).
"   SPECQL_LSP=/path/to/specql-lsp VIM_OUT=FILE vim -N -u NONE -i NONE -n -es -S editors/vim/tests/run.vim

let s:out = []
let s:failed = 0
function! s:Ok(name, ok) abort
  call add(s:out, (a:ok ? 'ok - ' : 'not ok - ') .. a:name)
  let s:failed += !a:ok
endfunction

" Whether an expression comes true.
function! s:Until(expression) abort
  for _ in range(600)
    if eval(a:expression)
      return 1
    endif
    sleep 50m
  endfor
  return 0
endfunction

function! s:Told() abort
  let l:told = filter(copy(ale#engine#GetLoclist(bufnr())), {_, item -> item.type ==# 'E'})
  return map(l:told, {_, item -> [item.lnum, item.col, get(item, 'code', '')]})
endfunction

let s:here = expand('<sfile>:p:h:h')
let s:folder = tempname()
call mkdir(s:folder .. '/entities', 'p')
call writefile(['entity: Bicycle', 'fields:', '  frame: text', 'actions:', '  - name: sell_bicycle',
      \ '    steps:', "      - validate: farme = 'neu – é'"], s:folder .. '/entities/bicycle.yaml')
call writefile(['services: {}'], s:folder .. '/entities/compose.yaml')
call writefile(['entity: Bicycle'], s:folder .. '/new.specql.yaml')
call mkdir(s:folder .. '-elsewhere')
call writefile(['entity: Bicycle'], s:folder .. '-elsewhere/bicycle.yaml')

let g:specql_command = [$SPECQL_LSP, '--stdio']
let g:ale_linters_explicit = 1
let g:ale_linters = {'specql': ['specql']}
let g:ale_lint_on_text_changed = 'always'
let g:ale_lint_delay = 10
set packpath^=/usr/share/vim-ale
execute 'set runtimepath^=' .. fnameescape(s:here)
filetype plugin on
syntax on
packadd ale
runtime plugin/specql.vim
doautocmd specql VimEnter

execute 'edit' fnameescape(s:folder .. '/new.specql.yaml')
call s:Ok('the name tells a spec', &filetype ==# 'specql')
execute 'edit' fnameescape(s:folder .. '/entities/compose.yaml')
call s:Ok('other YAML stays what it is', &filetype ==# 'yaml')
execute 'edit' fnameescape(s:folder .. '-elsewhere/bicycle.yaml')
call s:Ok('so does YAML outside of projects', &filetype ==# 'yaml')
execute 'edit' fnameescape(s:folder .. '/entities/bicycle.yaml')
call s:Ok('what a file holds tells a spec', &filetype ==# 'specql')
call s:Ok('it has colours', synIDattr(synID(1, 1, 1), 'name') =~# '^yaml')

call ale#Queue(0)
let s:found = s:Until('len(s:Told()) == 1')
call s:Ok('what is wrong is told: ' .. string(s:Told()), s:found && s:Told() ==# [[7, 19, 'unknown-field']])
call setline(7, "      - validate: frame = 'neu – é'")
call ale#Queue(0)
call s:Ok('it goes when it is put right', s:Until('empty(s:Told())'))
call setline(7, "      - validate: fram = 'neu – é'")
call ale#Queue(0)
call s:Ok('and comes when it is put wrong', s:Until('len(s:Told()) == 1'))

call delete(s:folder, 'rf')
call delete(s:folder .. '-elsewhere', 'rf')
call add(s:out, (len(s:out) - s:failed) .. ' passed, ' .. s:failed .. ' failed')
call writefile(s:out, $VIM_OUT)
execute s:failed ? 'cquit!' : 'qall!'
