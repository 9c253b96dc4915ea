" Colours: those of YAML, and what stands in its scalars.
if exists('b:current_syntax')
  finish
endif
runtime! syntax/yaml.vim
unlet! b:current_syntax

syntax match specqlForm /\v<(enum|ref|list)\ze\(/
syntax match specqlOperator /\v<(AND|OR|NOT|IS|NULL|IN|SET|WHERE|FROM|MATCHES|BETWEEN|LIKE)>/
syntax match specqlSuppression /# specql: .*/

highlight default link specqlForm Type
highlight default link specqlOperator Operator
highlight default link specqlSuppression PreProc

let b:current_syntax = 'specql'
