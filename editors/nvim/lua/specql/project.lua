--- Where a project begins, and which files are specs.

local M = {}

local MARKERS = { 'specql.toml', 'confiture.yaml', 'registry/domain_registry.yaml', 'entities' }

--- How much of a file is looked at to tell what it is.
local LINES = 400

local function exists(path)
  return vim.loop.fs_stat(path) ~= nil
end

local function parent(path)
  local above = vim.fn.fnamemodify(path, ':h')
  if above ~= path then
    return above
  end
end

--- The nearest folder upwards that is a SpecQL project.
function M.root(path)
  local folder = parent(vim.fn.fnamemodify(path, ':p'))
  while folder do
    for _, marker in ipairs(MARKERS) do
      if exists(folder .. '/' .. marker) then
        return folder
      end
    end
    folder = parent(folder)
  end
end

--- Whether a buffer has an entity at its top level.
function M.is_spec(buffer)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, LINES, false)) do
    if line:match('^entity%s*:%s') or line:match('^entity%s*:$') then
      return true
    end
  end
  return false
end

return M
