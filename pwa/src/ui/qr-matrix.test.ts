import jsQR from 'jsqr'
import vectors from 'shared/tickets/vectors.json' with { type: 'json' }
import { expect, test } from 'vitest'
import { modulePixels, qrMatrix, qrPath, quietZone, type QrMatrix } from './qr-matrix.ts'

const text = vectors.vectors[0]?.text ?? ''

/** Draws the boxes of the path, with the quiet zone, as a screen would. */
function draw(matrix: QrMatrix, scale: number): { pixels: Uint8ClampedArray; side: number } {
  const side = (matrix.size + 2 * quietZone) * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y, width] of qrPath(matrix).matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      const row = (Number(y) + quietZone) * scale + dy
      const from = row * side + (Number(x) + quietZone) * scale
      for (let at = from; at < from + Number(width) * scale; at += 1) pixels.fill(0, at * 4, at * 4 + 3)
    }
  }
  return { pixels, side }
}

test('[TK28] another decoder reads the code as we draw it, double spaces and all', () => {
  const { pixels, side } = draw(qrMatrix(text), 5)
  expect(jsQR(pixels, side, side)?.data).toBe(text)
})

test('[TK1] a usual ticket is drawn in version 9: 53 modules a side', () => {
  expect(qrMatrix(text)).toMatchObject({ version: 9, size: 53 })
})

test('[TK28] a text that is no ticket is not drawn', () => {
  expect(() => qrMatrix('https://example.com/ä')).toThrow()
})

test.each([1, 1.5, 2, 2.625, 3])(
  '[TK28] at %s device pixels a module is whole device pixels and at least 5 CSS pixels',
  (ratio) => {
    for (const room of [200, 305, 326, 390, 700]) {
      const module = modulePixels({ room, devicePixelRatio: ratio, size: 53 })
      expect(module * ratio).toBeCloseTo(Math.round(module * ratio), 9)
      expect(module).toBeGreaterThanOrEqual(5)
    }
    expect(modulePixels({ room: 700, devicePixelRatio: ratio, size: 53 }) * 61).toBeLessThanOrEqual(700)
  },
)
