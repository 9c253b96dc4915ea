--- The SQL of the current spec in a window beside it: it follows the text and the cursor.

local client = require('specql.client')
local config = require('specql.config')

local M = {}

local space = vim.api.nvim_create_namespace('specql-preview')

--- The previews, by the buffer that they show: { buffer, map, asked, again }.
local shown = {}

local function is_there(preview)
  return preview and vim.api.nvim_buf_is_valid(preview.buffer)
end

local function set_lines(preview, lines)
  vim.bo[preview.buffer].modifiable = true
  vim.api.nvim_buf_set_lines(preview.buffer, 0, -1, false, lines)
  vim.bo[preview.buffer].modifiable = false
end

local function size(range)
  return range['end'].line - range.start.line
end

--- The smallest piece of the spec that a line is in, with its SQL.
local function piece_at(map, line)
  local best
  for _, pair in ipairs(map) do
    local is_in = pair.spec.start.line <= line and line <= pair.spec['end'].line
    if is_in and (not best or size(pair.spec) < size(best.spec)) then
      best = pair
    end
  end
  return best
end

--- The windows that show a buffer.
local function windows_of(buffer)
  return vim.fn.win_findbuf(buffer)
end

--- Marks the statement that the cursor's line becomes, and brings it into view.
function M.follow(source)
  local preview = shown[source]
  if not is_there(preview) or not preview.map or vim.api.nvim_get_current_buf() ~= source then
    return
  end
  vim.api.nvim_buf_clear_namespace(preview.buffer, space, 0, -1)
  local pair = piece_at(preview.map, vim.api.nvim_win_get_cursor(0)[1] - 1)
  if not pair then
    return
  end
  local last = vim.api.nvim_buf_line_count(preview.buffer) - 1
  local first = math.min(pair.sql.start.line, last)
  for line = first, math.min(pair.sql['end'].line, last) do
    vim.api.nvim_buf_add_highlight(preview.buffer, space, 'Visual', line, 0, -1)
  end
  for _, window in ipairs(windows_of(preview.buffer)) do
    vim.api.nvim_win_set_cursor(window, { first + 1, 0 })
  end
end

--- Asks for the SQL again. While an answer is under way, one more question is kept.
function M.refresh(source)
  local preview = shown[source]
  if not is_there(preview) then
    shown[source] = nil
    return
  end
  if preview.asked then
    preview.again = true
    return
  end
  preview.asked = true
  local params = { textDocument = { uri = vim.uri_from_bufnr(source) }, name = preview.name }
  local is_sent = client.request(source, 'specql/sql', params, function(problem, answer)
    preview.asked = false
    if not is_there(preview) then
      return
    end
    if answer then
      preview.map = answer.map or {}
      set_lines(preview, vim.split(answer.sql, '\n', { plain = true }))
      M.follow(source)
    elseif problem then
      set_lines(preview, { '-- ' .. tostring(problem.message):gsub('\n', ' ') })
    end
    if preview.again then
      preview.again = false
      M.refresh(source)
    end
  end)
  if not is_sent then
    preview.asked = false
  end
end

--- Goes from the SQL to the piece of the spec that it comes from.
function M.jump(source)
  local preview = shown[source]
  if not is_there(preview) or not preview.map then
    return
  end
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local best
  for _, pair in ipairs(preview.map) do
    local is_in = pair.sql.start.line <= line and line <= pair.sql['end'].line
    if is_in and (not best or size(pair.sql) < size(best.sql)) then
      best = pair
    end
  end
  local window = best and windows_of(source)[1]
  if window then
    vim.api.nvim_set_current_win(window)
    local start = best.spec.start
    vim.api.nvim_win_set_cursor(window, { start.line + 1, 0 })
  end
end

local function watch(source)
  local group = vim.api.nvim_create_augroup('specql-preview-' .. source, { clear = true })
  local function on(events, action)
    vim.api.nvim_create_autocmd(events, {
      group = group,
      buffer = source,
      callback = function()
        -- The client has to hear of the change first.
        vim.schedule(function()
          action(source)
        end)
      end,
    })
  end
  on({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, M.refresh)
  on({ 'CursorMoved', 'CursorMovedI', 'BufEnter' }, M.follow)
  on({ 'BufWipeout' }, M.close)
end

--- Closes the preview of a buffer.
function M.close(source)
  local preview = shown[source]
  shown[source] = nil
  if is_there(preview) then
    vim.api.nvim_buf_delete(preview.buffer, { force = true })
  end
end

--- Shows the SQL of a buffer; only that of one entity, field or action where a name is given.
function M.open(name)
  local source = vim.api.nvim_get_current_buf()
  if not client.of(source) then
    vim.notify('specql: no server for this buffer (:checkhealth specql says why)', vim.log.levels.WARN)
    return
  end
  local preview = shown[source]
  if is_there(preview) and #windows_of(preview.buffer) > 0 then
    preview.name = name
    M.refresh(source)
    return
  end
  local window = vim.api.nvim_get_current_win()
  vim.cmd(config.get().preview.split)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_win_set_buf(0, buffer)
  vim.bo[buffer].filetype = 'sql'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  pcall(vim.api.nvim_buf_set_name, buffer, 'specql-sql:' .. vim.api.nvim_buf_get_name(source) .. '.sql')
  vim.keymap.set('n', '<CR>', function()
    M.jump(source)
  end, { buffer = buffer, desc = 'Go to the piece of the spec that this comes from' })
  vim.api.nvim_set_current_win(window)
  shown[source] = { buffer = buffer, name = name }
  watch(source)
  M.refresh(source)
end

--- The buffer that shows the SQL of another; for tests and statuslines.
function M.buffer_of(source)
  local preview = shown[source]
  return is_there(preview) and preview.buffer or nil
end

return M
