/** The OpenAPI 3.1 document of the interface, made from the table of routes and its schemas. */
import { z } from 'zod/mini'
import { errorBody } from '../../shared/api/error.ts'
import { type BodyForm, type Caller, type Route, routes } from '../../shared/api/routes.ts'

type Json = Record<string, unknown>

/** The document, ready for JSON. */
export function describeApi(): Json {
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes) as [string, Route][])
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(name, route) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chapeau',
      version: '1',
      description: 'One text, many delegations. Every error has the form of Error.',
    },
    paths,
    components: { schemas: { Error: schemaOf(errorBody) }, securitySchemes },
  }
}

const securitySchemes = {
  cookie: { type: 'apiKey', in: 'cookie', name: 'chapeau', description: 'On TLS: __Host-chapeau.' },
  bearer: { type: 'http', scheme: 'bearer' },
}

function describeRoute(name: string, route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
  return {
    operationId: name,
    summary: route.summary,
    description: `For: ${route.who.join(', ')}.`,
    security: securityOf(route.who),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: contentOf(route.body) } } : {}),
    responses: {
      [route.ok.status]: {
        description: 'Done.',
        ...(route.ok.body ? { content: contentOf(route.ok.body) } : {}),
      },
      default: {
        description: 'Not done.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function securityOf(who: readonly Caller[]): Json[] {
  return [...(who.includes('nobody') ? [{}] : []), { cookie: [] }, { bearer: [] }]
}

function parametersOf(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, form]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: form,
  }))
}

function contentOf(form: BodyForm): Json {
  if ('bytes' in form) return { [form.bytes]: {} }
  return { 'application/json': { schema: schemaOf(form) } }
}

/** What a caller writes (`input`): defaults may be left out, numbers in a query are text. */
function schemaOf(schema: z.ZodMiniType): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}
