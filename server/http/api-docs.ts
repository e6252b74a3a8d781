import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { DocumentedEndpoint } from '#contract/pages.ts'
import type { Config } from '../config.ts'
import type { Pages } from './pages.ts'
import { publicPage } from './pages.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
}
type Document = {
  paths: Record<
    string,
    Record<
      string,
      {
        summary?: string
        parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
        requestBody?: { content: Record<string, { schema: Schema }> }
        responses?: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>
      }
    >
  >
  components?: { schemas?: Record<string, Schema> }
}

/** Gathers the contract of all routes mounted after this call. */
export async function registerApiDocs(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${config.site.name} API`,
        version: '1',
        description: 'Petitions, signatures and counts. Problems are RFC 9457 documents whose type is a page.',
      },
      servers: [{ url: config.http.publicUrl.origin }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
}

/** `/api/openapi.json`, and the same for people at `/api/docs`. */
export function mountApiDocs(app: FastifyInstance, pages: Pages): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', publicPage).send(app.swagger()),
  )
  app.get('/api/docs', { schema: { hide: true } }, (request, reply) =>
    pages.sendPublic(request, reply, 'api-docs', async () => ({
      data: { endpoints: documentedEndpoints(app.swagger() as unknown as Document) },
      tags: [],
    })),
  )
}

function documentedEndpoints(document: Document): DocumentedEndpoint[] {
  const schemas = document.components?.schemas ?? {}
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{(\w+)\}/g, ':$1'),
      summary: operation.summary ?? '',
      fields: [
        ...(operation.parameters ?? []).map((parameter) => ({
          name: parameter.name,
          in: parameter.in === 'path' ? ('address' as const) : ('query' as const),
          type: typeOf(parameter.schema),
          required: parameter.required ?? false,
        })),
        ...fieldsOf(operation.requestBody?.content['application/json']?.schema, schemas).map((field) => ({
          ...field,
          in: 'body' as const,
        })),
      ],
      replies: Object.entries(operation.responses ?? {}).map(([status, response]) => ({
        status,
        description: response.description ?? '',
        fields: fieldsOf(Object.values(response.content ?? {})[0]?.schema, schemas),
      })),
    })),
  )
}

function fieldsOf(schema: Schema | undefined, schemas: Record<string, Schema>): { name: string; type: string; required: boolean }[] {
  const resolved = schema?.$ref ? schemas[nameOf(schema.$ref)] : schema
  return Object.entries(resolved?.properties ?? {}).map(([name, field]) => ({
    name,
    type: typeOf(field),
    required: resolved?.required?.includes(name) ?? false,
  }))
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.type === 'array') return `${schema.items ? typeOf(schema.items) : 'any'}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}
