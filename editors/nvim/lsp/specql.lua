-- For Neovim 0.11 and later: `vim.lsp.enable('specql')`, which the plugin does by itself.
local options = require('specql.client').options()

options.filetypes = { 'specql' }
options.root_dir = function(buffer, on_dir)
  local path = vim.api.nvim_buf_get_name(buffer)
  on_dir(require('specql.project').root(path) or vim.fs.dirname(path))
end

return options
