import { useEffect, useState } from 'react'
import { now } from '../local/clock.ts'
import type { Problem } from '../session/problem.ts'
import { api } from '../sync/transport.ts'

export interface Read<T> {
  /** The last good answer; kept while it is read again, and when that fails. */
  value: T | null
  asOf: number | null
  problem: Problem | null
  loading: boolean
  again: () => void
}

/** Reads from the server whenever the path changes, and when asked again. An answer that was overtaken is dropped. */
export function useRead<T>(path: string, parse: (body: unknown) => T): Read<T> {
  const [turn, setTurn] = useState(0)
  const [got, setGot] = useState<{ path: string; value: T; asOf: number } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [loading, setLoading] = useState(true)
  useEffect(() => {
    const stop = new AbortController()
    setLoading(true)
    void api(path, { parse, signal: stop.signal }).then((result) => {
      if (stop.signal.aborted) return
      setLoading(false)
      setProblem(result.ok ? null : result.problem)
      if (result.ok) setGot({ path, value: result.value, asOf: now() })
    })
    return () => stop.abort()
  }, [path, parse, turn])
  const current = got?.path === path ? got : null
  return {
    value: current?.value ?? null,
    asOf: current?.asOf ?? null,
    problem,
    loading,
    again: () => setTurn((n) => n + 1),
  }
}
