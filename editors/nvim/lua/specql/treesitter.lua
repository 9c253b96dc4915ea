--- The grammar: told to Neovim where its parser is on the runtime path as `parser/specql.so`.

local M = {}

local function parser()
  return vim.api.nvim_get_runtime_file('parser/specql.so', false)[1]
end

--- Whether the parser is there and loads.
function M.is_there()
  local path = parser()
  if not path then
    return false
  end
  local language = vim.treesitter.language
  if language and language.add then
    -- It answers false, or throws, depending on the version.
    local is_fine, added = pcall(language.add, 'specql', { path = path })
    return is_fine and added ~= false
  end
  return (pcall(vim.treesitter.require_language, 'specql', path))
end

--- Colours a buffer by its tree, where that is possible.
function M.start(buffer)
  return vim.treesitter.start ~= nil and M.is_there() and (pcall(vim.treesitter.start, buffer, 'specql'))
end

return M
