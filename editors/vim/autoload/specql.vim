" What both the detection of specs and the language clients want to know.

" The nearest folder upwards that looks like a project; empty where there is none.
function! specql#Project(path) abort
  let l:folder = fnamemodify(a:path, ':p:h')
  while 1
    for l:marker in ['specql.toml', 'confiture.yaml', 'registry/domain_registry.yaml']
      if filereadable(l:folder .. '/' .. l:marker)
        return l:folder
      endif
    endfor
    if isdirectory(l:folder .. '/entities')
      return l:folder
    endif
    let l:above = fnamemodify(l:folder, ':h')
    if l:above ==# l:folder
      return ''
    endif
    let l:folder = l:above
  endwhile
endfunction

" The folder that a server is told to work in.
function! specql#Root(path) abort
  let l:project = specql#Project(a:path)
  return empty(l:project) ? fnamemodify(a:path, ':p:h') : l:project
endfunction
