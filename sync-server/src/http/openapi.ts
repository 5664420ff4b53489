import { z } from 'zod'
import { type AnyEndpoint, endpointsOf } from './endpoint.ts'
import { problemBody } from './problem.ts'
import type { AppRouter } from './types.ts'

const version = '0.1.0'

/** Codes that the door itself may answer, whatever is asked. */
const doorCodes: Readonly<Record<number, readonly string[]>> = {
  400: ['bad-address', 'broken-json', 'broken-gzip', 'broken-body'],
  413: ['body-too-large'],
  415: ['wrong-content-type', 'wrong-content-encoding'],
  422: ['invalid'],
  429: ['too-many'],
  503: ['storage-unavailable', 'busy'],
}
const tokenCodes = ['no-token', 'token-expired', 'token-invalid', 'session-ended']

const json = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

const content = (schema: z.ZodType): object => ({ 'application/json': { schema: json(schema, 'output') } })

function parameters(schema: z.ZodType | undefined, where: 'query' | 'path'): object[] {
  if (!(schema instanceof z.ZodObject)) return []
  const shape: Record<string, z.ZodType> = schema.shape
  return Object.entries(shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || !field.safeParse(undefined).success,
    schema: json(field, 'input'),
  }))
}

function responses(endpoint: AnyEndpoint): object {
  const codes = new Map<string, string[]>()
  const add = (status: string, more: readonly string[]) => codes.set(status, [...(codes.get(status) ?? []), ...more])
  for (const [status, list] of Object.entries(doorCodes)) {
    if (endpoint.body || endpoint.query || endpoint.params || ['400', '429', '503'].includes(status)) add(status, list)
  }
  if (endpoint.who === 'account') add('401', tokenCodes)
  for (const [status, list] of Object.entries(endpoint.problems ?? {})) add(status, list)
  const { status, schema } = endpoint.answer
  const problems = [...codes].map(([code, list]) => [
    code,
    {
      description: list.join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return {
    [status]: { description: 'Done', ...(schema && { content: content(schema) }) },
    ...Object.fromEntries(problems),
  }
}

const operation = (endpoint: AnyEndpoint): object => ({
  summary: endpoint.summary,
  ...(endpoint.who === 'account' && { security: [{ bearer: [] }] }),
  parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
  ...(endpoint.body && {
    requestBody: {
      required: !endpoint.body.safeParse(undefined).success,
      content: { 'application/json': { schema: json(endpoint.body, 'input') } },
    },
  }),
  responses: responses(endpoint),
})

/** OpenAPI 3.1 of the endpoints of the routers, written from the very schemas by which the door parses. */
export function openapiOf(routers: readonly AppRouter[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of routers.flatMap(endpointsOf)) {
    const path = `/api${endpoint.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wayfare',
      version,
      description: 'Times are ms since 1970 or ISO 8601; money is whole minor units with its currency.',
    },
    paths,
    components: {
      schemas: { Problem: json(problemBody, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}
