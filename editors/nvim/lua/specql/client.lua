--- The language server's client, through whatever this Neovim has for it.

local config = require('specql.config')
local project = require('specql.project')

local M = {}

local NAME = 'specql'

--- `vim.lsp.config` and `vim.lsp.enable`.
local is_new = vim.fn.has('nvim-0.11') == 1

local function root_of(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  return project.root(path) or vim.fn.getcwd()
end

--- The settings as the server takes them.
function M.options()
  local chosen = config.get()
  return {
    name = NAME,
    cmd = chosen.cmd,
    settings = { specql = chosen.settings },
    init_options = chosen.settings,
  }
end

--- The clients of a buffer; of all buffers without one.
function M.all(buffer)
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients
  local found = {}
  for _, client in ipairs(list()) do
    local has_buffer = not buffer or client.attached_buffers[buffer]
    -- Before 0.8 a client does not know its buffers.
    if not client.attached_buffers and buffer then
      has_buffer = vim.lsp.buf_is_attached(buffer, client.id)
    end
    if client.name == NAME and has_buffer then
      found[#found + 1] = client
    end
  end
  return found
end

function M.of(buffer)
  return M.all(buffer)[1]
end

--- Asks the server of a buffer; says so when there is none.
function M.request(buffer, method, params, done)
  local client = M.of(buffer)
  if not client then
    vim.notify('specql: no server for this buffer (:checkhealth specql says why)', vim.log.levels.WARN)
    return false
  end
  local function answer(problem, result)
    done(problem, result)
  end
  if is_new then
    return client:request(method, params, answer, buffer)
  end
  return client.request(method, params, answer, buffer)
end

--- Attaches a buffer to a server of its project, starting one where there is none.
function M.start(buffer)
  if is_new then
    -- lsp/specql.lua has the rest; enabling it again attaches the buffers that are open, but only
    -- once the editor is ready: files on the command line are read before that.
    vim.lsp.config(NAME, M.options())
    if vim.v.vim_did_enter == 1 then
      vim.lsp.enable(NAME)
    else
      vim.api.nvim_create_autocmd('VimEnter', {
        once = true,
        callback = function()
          vim.lsp.enable(NAME)
        end,
      })
    end
    return
  end
  local options = M.options()
  options.root_dir = root_of(buffer)
  if vim.lsp.start then
    vim.api.nvim_buf_call(buffer, function()
      vim.lsp.start(options)
    end)
    return
  end
  for _, client in ipairs(M.all()) do
    if client.config.root_dir == options.root_dir then
      vim.lsp.buf_attach_client(buffer, client.id)
      return
    end
  end
  vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(options))
end

--- Stops all servers and starts those of the open buffers again.
function M.restart()
  local clients = M.all()
  for _, client in ipairs(clients) do
    if is_new then
      client:stop()
    else
      client.stop()
    end
  end
  vim.defer_fn(function()
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == NAME then
        if is_new then
          vim.lsp.enable(NAME, false)
        end
        M.start(buffer)
      end
    end
  end, 500)
end

return M
