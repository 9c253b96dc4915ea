--- `:checkhealth specql`

local M = {}

local health = vim.health or {}
local start = health.start or require('health').report_start
local ok = health.ok or require('health').report_ok
local warn = health.warn or require('health').report_warn
local problem = health.error or require('health').report_error

local function check_server()
  local command = require('specql.config').get().cmd[1]
  if vim.fn.executable(command) == 0 then
    problem('`' .. command .. '` is not on the PATH', {
      'Install it with `cargo install --path crates/lsp`, or set `cmd` in vim.g.specql.',
    })
    return
  end
  local version = vim.fn.system({ command, '--version' })
  ok(vim.trim(version) .. ' at ' .. vim.fn.exepath(command))
end

local function check_clients()
  local clients = require('specql.client').all()
  if #clients == 0 then
    warn('no server is running', { 'Open a spec; `:set filetype?` should say specql.' })
  end
  for _, client in ipairs(clients) do
    ok('server ' .. client.id .. ' at ' .. tostring(client.config.root_dir))
  end
end

function M.check()
  start('specql')
  check_server()
  check_clients()
  if require('specql.treesitter').is_there() then
    ok('the tree-sitter parser is there')
  else
    warn('no tree-sitter parser: colours come from syntax/specql.vim and the server', {
      'Build it into a folder `parser` on the runtime path: see `:help specql-treesitter`.',
    })
  end
end

return M
