autocmd BufNewFile,BufRead *.specql,*.specql.yaml,*.specql.yml set filetype=specql
