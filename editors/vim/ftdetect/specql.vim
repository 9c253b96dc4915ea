" Which files are specs: those with the name of one, and YAML of a project with an `entity:` at its
" top level.
autocmd BufNewFile,BufRead *.specql,*.specql.yaml,*.specql.yml set filetype=specql
autocmd BufNewFile,BufRead *.yaml,*.yml call s:Detect(expand('<afile>'))

function! s:Detect(path) abort
  if &filetype !=# 'specql' && match(getline(1, 200), '^entity\s*:') >= 0 && !empty(specql#Project(a:path))
    set filetype=specql
  endif
endfunction
