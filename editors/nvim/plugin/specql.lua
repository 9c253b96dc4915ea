if vim.g.loaded_specql then
  return
end
vim.g.loaded_specql = true

local function command(name, run, options)
  vim.api.nvim_create_user_command(name, run, options)
end

command('SpecqlPreview', function(arguments)
  require('specql.preview').open(arguments.args ~= '' and arguments.args or nil)
end, { nargs = '?', desc = 'Show the SQL of this spec, or of one name in it' })

command('SpecqlPreviewClose', function()
  require('specql.preview').close(vim.api.nvim_get_current_buf())
end, { desc = 'Close the SQL of this spec' })

command('SpecqlCheck', function(arguments)
  require('specql.check').run(arguments.args ~= '' and arguments.args or nil)
end, { nargs = '?', complete = 'dir', desc = 'Check all specs of the project' })

command('SpecqlExplain', function(arguments)
  require('specql').explain(arguments.args)
end, { nargs = '?', desc = 'Explain what is wrong on this line, or a code' })

command('SpecqlStatus', function()
  require('specql').status()
end, { desc = 'Say what the server knows' })

command('SpecqlRestart', function()
  require('specql.client').restart()
end, { desc = 'Restart the server' })

local group = vim.api.nvim_create_augroup('specql', { clear = true })

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'yaml',
  callback = function(event)
    local project = require('specql.project')
    if not require('specql.config').get().detect or not project.is_spec(event.buf) then
      return
    end
    if project.root(vim.api.nvim_buf_get_name(event.buf)) then
      vim.bo[event.buf].filetype = 'specql'
    end
  end,
})

vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'specql',
  callback = function(event)
    require('specql.treesitter').start(event.buf)
    if require('specql.config').get().autostart then
      require('specql.client').start(event.buf)
    end
  end,
})
