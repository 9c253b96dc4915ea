" Colours where there is no tree-sitter parser.
if exists('b:current_syntax')
  finish
endif
runtime! syntax/yaml.vim
unlet! b:current_syntax

syntax keyword specqlType contained text integer boolean date json
syntax match specqlForm /\v<(enum|ref|list)\ze\(/
syntax match specqlRequired /\v[a-zA-Z)]@<=!/
syntax match specqlOperator /\v<(AND|OR|NOT|IS|NULL|IN|SET|WHERE|FROM|MATCHES|BETWEEN|LIKE)>/
syntax match specqlSuppression /# specql: .*/

highlight default link specqlType Type
highlight default link specqlForm Type
highlight default link specqlRequired Special
highlight default link specqlOperator Operator
highlight default link specqlSuppression PreProc

let b:current_syntax = 'specql'
