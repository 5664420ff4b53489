import { useEffect, useState } from 'react'
import { thisDevice } from './device.ts'

/** The name of this phone, once read. */
export function useDevice(): string | null {
  const [device, setDevice] = useState<string | null>(null)
  useEffect(() => void thisDevice().then(setDevice), [])
  return device
}
