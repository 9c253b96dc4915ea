--- `specql-lsp --check`, into the quickfix list.

local config = require('specql.config')
local project = require('specql.project')

local M = {}

local KINDS = { error = 'E', warning = 'W', info = 'I', hint = 'N' }

local function items_of(folder, lines)
  local items = {}
  for _, line in ipairs(lines) do
    local is_read, found = pcall(vim.fn.json_decode, line)
    if line ~= '' and is_read and type(found) == 'table' and found.range then
      items[#items + 1] = {
        filename = folder .. '/' .. found.path,
        lnum = found.range.start.line,
        col = found.range.start.column,
        end_lnum = found.range['end'].line,
        end_col = found.range['end'].column,
        type = KINDS[found.severity],
        text = found.message .. ' [' .. found.code .. ']',
      }
    end
  end
  return items
end

--- Checks a folder, or the project of the current buffer.
function M.run(path)
  local folder = path and vim.fn.fnamemodify(path, ':p:h')
    or project.root(vim.api.nvim_buf_get_name(0))
    or vim.fn.getcwd()
  local lines, problems = {}, {}
  local function into(list)
    return function(_, data)
      vim.list_extend(list, data)
    end
  end
  local command = { config.get().cmd[1], '--check', '--format', 'jsonl', '.' }
  local job = vim.fn.jobstart(command, {
    cwd = folder,
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = into(lines),
    on_stderr = into(problems),
    on_exit = function(_, status)
      local items = items_of(folder, lines)
      vim.fn.setqflist({}, ' ', { title = 'specql-lsp --check ' .. folder, items = items })
      if status == 2 then
        vim.notify('specql: ' .. table.concat(problems, '\n'), vim.log.levels.ERROR)
      elseif #items == 0 then
        vim.notify('specql: nothing is wrong')
        vim.cmd('cclose')
      else
        vim.cmd('botright copen')
      end
    end,
  })
  if job <= 0 then
    vim.notify('specql: cannot run ' .. command[1], vim.log.levels.ERROR)
  end
end

return M
