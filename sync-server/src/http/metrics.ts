import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Middleware } from 'koa'
import type { Log } from '../log.ts'
import type { AppState } from './types.ts'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

interface Series {
  count: number
  seconds: number
  readonly within: number[]
}

export interface Metrics {
  /** Count and time each request, by method, route and status; tell the log of those that failed. */
  readonly measure: Middleware<AppState>
  /** Prometheus' text format 0.0.4. */
  text(): string
  close(): void
}

const label = (text: string): string => text.replace(/[\\"\n]/g, '_')

export function makeMetrics(log: Log): Metrics {
  const requests = new Map<string, Series>()
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()

  function note(labels: string, seconds: number): void {
    const series = requests.get(labels) ?? { count: 0, seconds: 0, within: buckets.map(() => 0) }
    requests.set(labels, series)
    series.count += 1
    series.seconds += seconds
    buckets.forEach((most, i) => {
      if (seconds <= most) series.within[i] = (series.within[i] ?? 0) + 1
    })
  }

  return {
    async measure(ctx, next) {
      const began = performance.now()
      await next()
      const ms = performance.now() - began
      // The pattern of the route, never the address itself: that may name a booking.
      const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'other'
      note(`method="${label(ctx.method)}",route="${label(route)}",status="${ctx.status}"`, ms / 1000)
      const level = ctx.status >= 500 ? 'warn' : ctx.status >= 400 ? 'info' : 'debug'
      log[level]('request', { method: ctx.method, route, status: ctx.status, ms: Math.round(ms * 10) / 10 })
    },
    text() {
      const lines = ['# TYPE http_request_duration_seconds histogram']
      for (const [labels, { count, seconds, within }] of requests) {
        buckets.forEach((most, i) =>
          lines.push(`http_request_duration_seconds_bucket{${labels},le="${most}"} ${within[i] ?? 0}`),
        )
        lines.push(`http_request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`)
        lines.push(`http_request_duration_seconds_sum{${labels}} ${seconds.toFixed(6)}`)
        lines.push(`http_request_duration_seconds_count{${labels}} ${count}`)
      }
      const memory = process.memoryUsage()
      lines.push('# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${memory.rss}`)
      lines.push('# TYPE nodejs_heap_used_bytes gauge', `nodejs_heap_used_bytes ${memory.heapUsed}`)
      const p99 = loop.percentile(99) / 1e9
      lines.push(
        '# TYPE nodejs_eventloop_delay_p99_seconds gauge',
        `nodejs_eventloop_delay_p99_seconds ${p99.toFixed(6)}`,
      )
      lines.push('# TYPE process_uptime_seconds counter', `process_uptime_seconds ${process.uptime().toFixed(0)}`)
      return `${lines.join('\n')}\n`
    },
    close: () => loop.disable(),
  }
}
