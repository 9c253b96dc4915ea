" Tells ALE or vim-lsp of the SpecQL language server, whichever is there.
" g:specql_command is the command that starts it.

if exists('g:loaded_specql')
  finish
endif
let g:loaded_specql = 1

let g:specql_command = get(g:, 'specql_command', ['specql-lsp', '--stdio'])

function! s:TellALE() abort
  runtime autoload/ale/linter.vim
  if !exists('*ale#linter#Define')
    return
  endif
  call ale#linter#Define('specql', {
        \ 'name': 'specql',
        \ 'lsp': 'stdio',
        \ 'executable': g:specql_command[0],
        \ 'command': join(['%e'] + map(copy(g:specql_command[1:]), 'shellescape(v:val)')),
        \ 'language': 'specql',
        \ 'project_root': {buffer -> specql#Root(bufname(buffer))},
        \ })
endfunction

function! s:TellVimLsp() abort
  call lsp#register_server({
        \ 'name': 'specql-lsp',
        \ 'cmd': {_ -> g:specql_command},
        \ 'allowlist': ['specql'],
        \ 'root_uri': {_ -> lsp#utils#path_to_uri(specql#Root(lsp#utils#get_buffer_path()))},
        \ })
endfunction

augroup specql
  autocmd!
  " Not before all plugins are there.
  autocmd VimEnter * call s:TellALE()
  autocmd User lsp_setup call s:TellVimLsp()
augroup END
if v:vim_did_enter
  call s:TellALE()
endif
