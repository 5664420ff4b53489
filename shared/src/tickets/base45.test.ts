import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase45, encodeBase45 } from './base45.ts'

const utf8 = new TextEncoder()

test.each([
  ['AB', 'BB8'],
  ['Hello!!', '%69 VD92EX0'],
  ['base-45', 'UJCLQE7W581'],
  ['ietf!', 'QED8WEX0'],
])('[TK1] the example of RFC 9285: %s is %s', (text, code) => {
  expect(encodeBase45(utf8.encode(text))).toBe(code)
  expect(decodeBase45(code)).toEqual(utf8.encode(text))
})

test('[TK1] any bytes come back as they went', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes)
    }),
  )
})

test.each(['A', 'BB8B', 'GGW', '::', 'bb8', 'BB8é', ':::'])('[TK5] %s is no Base45', (text) => {
  expect(decodeBase45(text)).toBeUndefined()
})
