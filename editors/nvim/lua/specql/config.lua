--- What the user has set, over what holds otherwise.
---
--- Set `vim.g.specql` before the plugin is used, or call `require('specql').setup{...}`.

local M = {}

local defaults = {
  --- The command that starts the server.
  cmd = { 'specql-lsp', '--stdio' },
  --- Whether the server starts by itself for SpecQL buffers.
  autostart = true,
  --- Whether plain YAML files that look like specs, below a SpecQL project, become SpecQL buffers.
  detect = true,
  --- Sent to the server: `target`, `files`, `rules`, `sql`, as in specql.toml.
  settings = {},
  --- How `:SpecqlPreview` opens its window.
  preview = { split = 'botright vsplit' },
}

local chosen = {}

function M.set(options)
  chosen = vim.tbl_deep_extend('force', chosen, options or {})
end

function M.get()
  return vim.tbl_deep_extend('force', {}, defaults, vim.g.specql or {}, chosen)
end

return M
