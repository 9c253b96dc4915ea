if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = true

vim.bo.commentstring = '# %s'
vim.bo.comments = ':#'
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.bo.tabstop = 2
-- A dot joins the names of a path, so it is no part of a word.
vim.bo.iskeyword = '@,48-57,_,192-255'
if vim.bo.omnifunc == '' then
  vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'
end

vim.b.undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< tabstop<'
  .. ' iskeyword< omnifunc<'
