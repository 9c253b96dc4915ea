--- SpecQL in Neovim.

local M = {}

--- Sets options; see `:help specql-options`.
function M.setup(options)
  require('specql.config').set(options)
end

--- What the server says of itself and of the current file.
function M.status()
  local params = { textDocument = { uri = vim.uri_from_bufnr(0) } }
  require('specql.client').request(vim.api.nvim_get_current_buf(), 'specql/status', params, function(problem, status)
    if problem then
      vim.notify('specql: ' .. problem.message, vim.log.levels.ERROR)
    else
      vim.notify(vim.inspect(status))
    end
  end)
end

--- The documentation of a diagnostic: of a code, or of what is wrong at the cursor.
function M.explain(code)
  if not code or code == '' then
    local line = vim.api.nvim_win_get_cursor(0)[1] - 1
    local found = vim.diagnostic.get(0, { lnum = line })[1]
    code = found and found.code
  end
  if not code then
    vim.notify('specql: nothing is wrong on this line')
    return
  end
  local command = require('specql.config').get().cmd[1]
  local text = vim.fn.systemlist({ command, 'explain', tostring(code) })
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, text)
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = 'markdown'
  vim.bo[buffer].modifiable = false
end

return M
