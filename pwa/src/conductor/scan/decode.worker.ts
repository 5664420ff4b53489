/// <reference lib="webworker" />
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Reads codes off the main thread. The wasm is our own file, of the very version the ponyfill was built with. */
prepareZXingModule({ overrides: { locateFile: () => wasm } })
const detector = new BarcodeDetector({ formats: ['qr_code'] })

export interface Frame {
  readonly id: number
  readonly bitmap: ImageBitmap
}

export interface Sight {
  readonly id: number
  readonly texts: readonly string[]
}

self.addEventListener('message', ({ data }: MessageEvent<Frame>) => {
  void read(data).then((sight) => self.postMessage(sight))
})

async function read({ id, bitmap }: Frame): Promise<Sight> {
  try {
    const codes = await detector.detect(bitmap)
    return { id, texts: codes.map((code) => code.rawValue) }
  } catch {
    // One broken frame is not the end of the shift.
    return { id, texts: [] }
  } finally {
    bitmap.close()
  }
}
