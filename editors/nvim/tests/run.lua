-- Drives the plugin in a real Neovim, old or new:
--   SPECQL_LSP=/path/to/specql-lsp nvim --headless -u NONE -i NONE -n \
--     --cmd "autocmd VimEnter * ++nested luafile tests/run.lua"
-- It works on a copy of examples/shop.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local plugin = vim.fn.fnamemodify(here, ':h')
local repository = vim.fn.fnamemodify(plugin, ':h:h')
local program = assert(vim.env.SPECQL_LSP, 'SPECQL_LSP names the program')
local is_new = vim.fn.has('nvim-0.11') == 1
local parser_folder = vim.env.SPECQL_PARSER

local passed, failed = 0, 0

local function say(text)
  io.stdout:write(text .. '\n')
end

local function test(name, run)
  local is_fine, problem = xpcall(run, debug.traceback)
  if is_fine then
    passed = passed + 1
  else
    failed = failed + 1
  end
  say((is_fine and 'ok - ' or 'not ok - ') .. name .. (is_fine and '' or '\n' .. tostring(problem)))
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    error('in vain: ' .. what, 2)
  end
end

local function equal(found, expected)
  if not vim.deep_equal(found, expected) then
    error(('found %s instead of %s'):format(vim.inspect(found), vim.inspect(expected)), 2)
  end
end

local function ask(method, params)
  local answer, problem
  local is_there = false
  require('specql.client').request(vim.api.nvim_get_current_buf(), method, params, function(p, a)
    problem, answer, is_there = p, a, true
  end)
  wait(method, function()
    return is_there
  end)
  assert(not problem, vim.inspect(problem))
  return answer
end

local function client()
  return require('specql.client').of(vim.api.nvim_get_current_buf())
end

local function position()
  return vim.lsp.util.make_position_params(0, client().offset_encoding)
end

--- Puts the cursor on the first place of a text in the buffer.
local function go_to(text, behind)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from, to = line:find(text, 1, true)
    if from then
      vim.api.nvim_win_set_cursor(0, { number, behind and to or from - 1 })
      return
    end
  end
  error('there is no ' .. text, 2)
end

-- A copy of the example, so that it can be changed.
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, 'p')
vim.fn.system({ 'cp', '-r', repository .. '/examples/shop/.', folder })
local spec = vim.fn.glob(folder .. '/entities/*/repair.yaml')

vim.opt.runtimepath:prepend(plugin)
if parser_folder then
  vim.opt.runtimepath:prepend(parser_folder)
end
vim.g.specql = { cmd = { program, '--stdio' } }
vim.cmd('filetype plugin on')
vim.cmd('syntax on')
vim.cmd('runtime! ftdetect/specql.vim')
vim.cmd('runtime! plugin/specql.lua')

test('a spec below a project gets the filetype', function()
  vim.cmd('edit ' .. vim.fn.fnameescape(spec))
  equal(vim.bo.filetype, 'specql')
  equal(vim.bo.commentstring, '# %s')
end)

test('a foreign YAML file keeps its own', function()
  local foreign = folder .. '/docker-compose.yaml'
  vim.fn.writefile({ 'services:', '  web: {}' }, foreign)
  vim.cmd('edit ' .. foreign)
  equal(vim.bo.filetype, 'yaml')
  vim.cmd('bwipeout')
  vim.fn.delete(foreign)
  vim.cmd('edit ' .. vim.fn.fnameescape(spec))
end)

test('files that are named so get the filetype', function()
  vim.cmd('edit ' .. folder .. '/new.specql.yaml')
  equal(vim.bo.filetype, 'specql')
  vim.cmd('bwipeout!')
  vim.cmd('edit ' .. vim.fn.fnameescape(spec))
end)

-- As a person starts it: the file on the command line, so that it is read before the editor is ready.
test('a file on the command line gets the server', function()
  local init = vim.fn.tempname() .. '.lua'
  vim.fn.writefile({
    ('vim.opt.runtimepath:prepend(%q)'):format(plugin),
    ('vim.g.specql = { cmd = { %q, "--stdio" } }'):format(program),
    'local tries = 0',
    'local function look()',
    '  tries = tries + 1',
    '  local client = require("specql.client").of(vim.api.nvim_get_current_buf())',
    '  if client or tries > 400 then',
    '    io.stdout:write(client and "attached" or "alone")',
    '    vim.cmd("qall!")',
    '  else',
    '    vim.defer_fn(look, 50)',
    '  end',
    'end',
    'vim.defer_fn(look, 50)',
  }, init)
  local command = { vim.v.progpath, '--headless', '-u', init, '-i', 'NONE', '-n', spec }
  local told = vim.fn.system(command)
  assert(told:find('attached', 1, true), told)
end)

test('the server starts at the project', function()
  wait('a server', function()
    return client() and (client().initialized or client().server_capabilities)
  end)
  local root = client().config.root_dir or client().root_dir
  equal(vim.loop.fs_realpath(root), vim.loop.fs_realpath(folder))
end)

test('what is wrong is shown, and goes when it is mended', function()
  local buffer = vim.api.nvim_get_current_buf()
  local count = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_buf_set_lines(buffer, count, count, false, { 'feilds: {}' })
  local function has(code)
    for _, found in ipairs(vim.diagnostic.get(buffer)) do
      if found.code == code then
        return true
      end
    end
    return false
  end
  wait('unknown-key', function()
    return has('unknown-key')
  end)
  vim.api.nvim_buf_set_lines(buffer, count, count + 1, false, {})
  wait('nothing', function()
    return not has('unknown-key')
  end)
end)

test('what other files do to this one is shown', function()
  local function codes()
    return vim.tbl_map(function(found)
      return found.code
    end, vim.diagnostic.get(0))
  end
  local other = vim.fn.glob(folder .. '/entities/*/customer.yaml')
  local text = vim.fn.readfile(other)
  local repair = vim.api.nvim_get_current_buf()
  vim.cmd('edit ' .. vim.fn.fnameescape(other))
  vim.cmd('%substitute/^entity: Customer/entity: Somebody/')
  vim.cmd('buffer ' .. repair)
  wait('that the entity is missed', function()
    return vim.tbl_contains(codes(), 'unknown-entity')
  end)
  vim.cmd('bwipeout! ' .. vim.fn.fnameescape(other))
  vim.fn.writefile(text, other)
  wait('that it is found again', function()
    return not vim.tbl_contains(codes(), 'unknown-entity')
  end)
end)

test('types are completed', function()
  local buffer = vim.api.nvim_get_current_buf()
  go_to('fields:')
  local line = vim.api.nvim_win_get_cursor(0)[1]
  vim.api.nvim_buf_set_lines(buffer, line, line, false, { '  contact: ema' })
  vim.api.nvim_win_set_cursor(0, { line + 1, #'  contact: ema' })
  local answer = ask('textDocument/completion', position())
  local labels = {}
  for _, item in ipairs(answer.items or answer) do
    labels[#labels + 1] = item.label
  end
  vim.api.nvim_buf_set_lines(buffer, line, line + 1, false, {})
  assert(vim.tbl_contains(labels, 'email'), vim.inspect(labels))
end)

test('a reference leads to its entity', function()
  go_to('ref(', true)
  local answer = ask('textDocument/definition', position())
  local found = answer[1] or answer
  local uri = found.targetUri or found.uri
  assert(uri:match('%.yaml$') and not uri:match('repair%.yaml$'), vim.inspect(answer))
end)

test('a field is renamed everywhere', function()
  go_to('fields:')
  local line = vim.api.nvim_win_get_cursor(0)[1]
  local name = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1]:match('^%s+([%w_]+):')
  vim.api.nvim_win_set_cursor(0, { line + 1, 3 })
  local params = vim.tbl_extend('force', position(), { newName = 'renamed_field' })
  local edit = ask('textDocument/rename', params)
  local encoding = client().offset_encoding
  vim.lsp.util.apply_workspace_edit(edit, encoding)
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(text:find('renamed_field:', 1, true), text)
  assert(not text:find('\n  ' .. name .. ':', 1, true), text)
  vim.cmd('undo')
end)

test('the preview follows the text', function()
  local buffer = vim.api.nvim_get_current_buf()
  vim.cmd('SpecqlPreview')
  local function text()
    local preview = require('specql.preview').buffer_of(buffer)
    return preview and table.concat(vim.api.nvim_buf_get_lines(preview, 0, -1, false), '\n') or ''
  end
  wait('a table', function()
    return text():find('CREATE TABLE', 1, true)
  end)
  go_to('fields:')
  local line = vim.api.nvim_win_get_cursor(0)[1]
  vim.api.nvim_buf_set_lines(buffer, line, line, false, { '  just_typed: integer' })
  vim.cmd('doautocmd TextChanged')
  wait('the new column', function()
    return text():find('just_typed', 1, true)
  end)
  vim.api.nvim_buf_set_lines(buffer, line, line + 1, false, {})
  vim.cmd('doautocmd TextChanged')
  wait('that it is gone', function()
    return not text():find('just_typed', 1, true)
  end)
end)

test('the preview follows the cursor, and leads back', function()
  local source = vim.api.nvim_get_current_win()
  local buffer = vim.api.nvim_get_current_buf()
  local preview = require('specql.preview').buffer_of(buffer)
  local space = vim.api.nvim_create_namespace('specql-preview')
  local function marked()
    local lines = {}
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(preview, space, 0, -1, {})) do
      lines[#lines + 1] = vim.api.nvim_buf_get_lines(preview, mark[2], mark[2] + 1, false)[1]
    end
    return table.concat(lines, '\n')
  end
  for _, field in ipairs({ 'complaint', 'promised_at' }) do
    go_to('  ' .. field .. ':')
    vim.cmd('doautocmd CursorMoved')
    wait('the mark of ' .. field, function()
      return marked():find(field, 1, true)
    end)
  end
  assert(not marked():find('complaint', 1, true), marked())
  vim.api.nvim_set_current_win(vim.fn.bufwinid(preview))
  go_to('complaint text')
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<CR>', true, false, true), 'x', false)
  equal(vim.api.nvim_get_current_win(), source)
  assert(vim.api.nvim_get_current_line():match('^  complaint:'), vim.api.nvim_get_current_line())
  vim.cmd('SpecqlPreviewClose')
  equal(require('specql.preview').buffer_of(buffer), nil)
end)

test('a whole project is checked into the quickfix list', function()
  vim.fn.writefile({ 'entity: Broken', 'fields:', '  a: txet' }, folder .. '/entities/broken.yaml')
  vim.cmd('SpecqlCheck')
  wait('the list', function()
    return vim.fn.getqflist({ title = 1 }).title:match('^specql%-lsp') and #vim.fn.getqflist() > 0
  end)
  local has_broken = false
  for _, item in ipairs(vim.fn.getqflist()) do
    has_broken = has_broken or vim.fn.bufname(item.bufnr):match('broken%.yaml$') ~= nil
  end
  assert(has_broken, vim.inspect(vim.fn.getqflist()))
  vim.cmd('cclose')
end)

test('a diagnostic is explained', function()
  vim.cmd('SpecqlExplain unknown-key')
  equal(vim.bo.filetype, 'markdown')
  equal(vim.api.nvim_buf_get_lines(0, 0, 1, false), { '# unknown-key' })
  vim.cmd('bwipeout!')
end)

test('the health check has nothing against it', function()
  vim.cmd('checkhealth specql')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(text:find('specql-lsp', 1, true), text)
  assert(not text:find('ERROR', 1, true), text)
  vim.cmd('bwipeout!')
end)

test('the help tells every command', function()
  local docs = folder .. '/doc'
  vim.fn.mkdir(docs)
  vim.fn.writefile(vim.fn.readfile(plugin .. '/doc/specql.txt'), docs .. '/specql.txt')
  vim.cmd('helptags ' .. vim.fn.fnameescape(docs))
  local tags = {}
  for _, line in ipairs(vim.fn.readfile(docs .. '/tags')) do
    tags[line:match('^[^\t]+')] = true
  end
  local count = 0
  for name in pairs(vim.api.nvim_get_commands({})) do
    if name:match('^Specql') then
      count = count + 1
      assert(tags[':' .. name], name)
      tags[':' .. name] = nil
    end
  end
  assert(count >= 6, count)
  for tag in pairs(tags) do
    assert(not tag:match('^:'), 'there is no ' .. tag)
  end
end)

if parser_folder then
  test('the tree-sitter parser colours it', function()
    assert(require('specql.treesitter').is_there())
    -- Without colours of Vim's own: these come from the tree.
    assert(vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] or not is_new)
    local get = vim.treesitter.query and vim.treesitter.query.get or vim.treesitter.query.get_query
    local query = get('specql', 'highlights')
    local tree = vim.treesitter.get_parser(0, 'specql'):parse()[1]
    go_to('ref(', false)
    local row = vim.api.nvim_win_get_cursor(0)[1] - 1
    local names = {}
    for id in query:iter_captures(tree:root(), 0, row, row + 1) do
      names[query.captures[id]] = true
    end
    assert(names.property and names.type and names.keyword, vim.inspect(names))
  end)
end

local version = vim.version()
say(('Neovim %d.%d.%d: %d passed, %d failed'):format(version.major, version.minor, version.patch, passed, failed))
for _, running in ipairs(require('specql.client').all()) do
  if is_new then
    running:stop(true)
  else
    running.stop(true)
  end
end
vim.fn.delete(folder, 'rf')
vim.cmd(failed == 0 and 'qall!' or 'cquit!')
