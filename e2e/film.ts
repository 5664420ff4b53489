import { closeSync, openSync, writeSync } from 'node:fs'
import QRCode from 'qrcode'

const width = 1280
const height = 720
const framesPerSecond = 5

/** One grey picture (Y plane) with a code in its middle, as a camera at arm's length sees it; blank without one. */
function picture(text: string | null): Buffer {
  const luma = Buffer.alloc(width * height, 150)
  if (text === null) return luma
  const { modules } = QRCode.create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'M' })
  const quiet = 4
  const side = modules.size + 2 * quiet
  const scale = Math.floor(560 / side)
  const left = Math.floor((width - side * scale) / 2)
  const top = Math.floor((height - side * scale) / 2)
  for (let y = 0; y < side * scale; y += 1) {
    for (let x = 0; x < side * scale; x += 1) {
      const row = Math.floor(y / scale) - quiet
      const column = Math.floor(x / scale) - quiet
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size
      luma[(top + y) * width + left + x] = inside && modules.get(row, column) ? 25 : 235
    }
  }
  return luma
}

/**
 * A film for Chromium's fake camera (YUV4MPEG2, 4:2:0): each text as a QR code for so many seconds, `null` for nothing in sight.
 * The film runs again from its start when it is over.
 */
export function writeFilm(file: string, scenes: readonly { text: string | null; seconds: number }[]): string {
  const grey = Buffer.alloc((width * height) / 2, 128)
  const out = openSync(file, 'w')
  writeSync(out, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`)
  for (const { text, seconds } of scenes) {
    const luma = picture(text)
    for (let frame = 0; frame < seconds * framesPerSecond; frame += 1) {
      writeSync(out, 'FRAME\n')
      writeSync(out, luma)
      writeSync(out, grey)
    }
  }
  closeSync(out)
  return file
}
