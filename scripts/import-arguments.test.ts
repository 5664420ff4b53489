import { expect, test } from 'vitest'
import { readArguments } from './import-arguments.ts'

const read = (text: string) => readArguments(text.split(' ').filter(Boolean), '/home/anna')
const about = (text: string) => {
  const command = read(text)
  return command.do === 'complain' ? command.about : command.do
}

test('a path counts from where the person stands', () => {
  expect(read('feeds/x.zip')).toMatchObject({ do: 'import', request: { path: '/home/anna/feeds/x.zip' } })
  expect(read('/x.zip')).toMatchObject({ request: { path: '/x.zip', skipInvalid: false, dryRun: false } })
})

test('every option is understood', () => {
  expect(
    read('x.zip --feed vilnius --currency EUR --skip-invalid --shift-to 2026-11-24 --dry-run --json'),
  ).toMatchObject({
    do: 'import',
    json: true,
    request: { feed: 'vilnius', currency: 'EUR', skipInvalid: true, shiftTo: 20_781, dryRun: true },
  })
  expect(read('--help')).toEqual({ do: 'help' })
})

test('what is wrong is named with what to write instead', () => {
  expect(about('')).toContain('Name the feed')
  expect(about('a.zip b.zip')).toContain('"b.zip"')
  expect(about('a.zip --bogus')).toContain('--bogus')
  expect(about('a.zip --feed')).toContain('--feed')
  expect(about('a.zip --feed Vilnius')).toContain('--feed vilnius')
  expect(about(`a.zip --feed ${'x'.repeat(33)}`)).toContain('at most 32')
  expect(about('a.zip --currency XXY')).toContain('--currency EUR')
  expect(about('a.zip --shift-to 2026-02-30')).toContain('--shift-to 2026-11-24')
  expect(about('a.zip --shift-to tomorrow')).toContain('--shift-to 2026-11-24')
})
