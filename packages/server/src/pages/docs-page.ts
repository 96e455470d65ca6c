import { html } from 'hono/html';
import {
  type ApiResponse,
  errorLine,
  GENERAL_ERRORS,
  type OpenApiDocument,
  type Operation,
  type Parameter,
} from '../openapi/openapi-document.ts';
import { curlExample } from './curl-example.ts';
import { type Html, page, withCode } from './page.ts';
import { fields, typeOf } from './schema-parts.ts';

/** What every endpoint can answer stands once, before them all. */
const saidOnce: ReadonlySet<string> = new Set(GENERAL_ERRORS.map(errorLine));

interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The API for people, made of the same document that programs read. `origin`: where the reader has found this server. */
export function docsPage(document: OpenApiDocument, origin: string): Html {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const schemas = Object.entries(document.components.schemas);
  return page(
    { title: 'Telltale: the HTTP interface' },
    html`<main>
      <p><a href="/">Telltale</a></p>
      <h1>The HTTP interface</h1>
      ${introduction()}
      <p>Whatever is asked for, the answer can also be:</p>
      <ul>${GENERAL_ERRORS.map((code) => html`<li>${withCode(errorLine(code))}</li>`)}</ul>
      <nav aria-label="Endpoints">
        ${document.tags.map(
          ({ name, description }) => html`<p class="quiet"><b>${description}</b></p>
          <ul>${operations.filter(({ operation }) => operation.tags.includes(name)).map(link)}</ul>`,
        )}
      </nav>
      ${document.tags.map(
        ({ name, description }) => html`<section>
          <h2 id="tag-${name}">${description}</h2>
          ${operations.filter(({ operation }) => operation.tags.includes(name)).map((one) => section(one, origin))}
        </section>`,
      )}
      <h2 id="schemas">What comes and what is sent, by name</h2>
      ${schemas.map(
        ([name, schema]) => html`<section class="schema" id="schema-${name}">
          <h3>${name}</h3>
          ${fields(schema)}
        </section>`,
      )}
    </main>`,
  );
}

function introduction(): Html {
  return html`<p>
      All of it is JSON, below <code>/api/v1</code>; <a href="/api/openapi.json">OpenAPI 3.1</a> has it for programs. Where a
      login is needed, send a token: <code>Authorization: Bearer TOKEN</code>. Browsers <a href="/login">log in</a>.
    </p>
    <p>
      Every answer that is no success has one shape: <code>{"error": {"code", "message", "hint", "details"}}</code>. Branch on
      <code>code</code>, which stays as it is. While the database is away, a read that was answered before is answered again,
      with <code>stale</code> in it.
    </p>`;
}

function link({ operation: { operationId, summary } }: Placed): Html {
  return html`<li><a href="#${operationId}">${summary.split(':')[0]}</a></li>`;
}

function section({ method, path, operation }: Placed, origin: string): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  const isUpload = requestBody !== undefined && body === undefined;
  return html`<section class="operation" id="${operationId}">
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${withCode(summary)}.${description === undefined ? '' : html` ${withCode(description)}`}</p>
    <p class="quiet">${operation['x-role'] === 'public' ? 'Needs no login' : html`For <b>${operation['x-role']}s</b>`},
      <code>${operationId}</code></p>
    ${parameters.length === 0 ? '' : html`<h4>Parameters</h4><dl>${parameters.map(parameter)}</dl>`}
    ${body === undefined ? '' : html`<h4>Body</h4>${fields(body)}`}
    ${isUpload ? html`<h4>Body</h4><p>The file, as it is.</p>` : ''}
    <h4>Example</h4>
    <pre tabindex="0"><code>${curlExample({ method, path, body, isUpload, origin })}</code></pre>
    <h4>Answers</h4>
    <dl>${Object.entries(responses).map(([status, response]) => answer(status, response))}</dl>
  </section>`;
}

function parameter({ name, in: place, required, description, schema }: Parameter): Html {
  return html`<dt><code>${name}</code> <span class="quiet">${place}, ${typeOf(schema)}${required ? ', required' : ''}</span></dt>
    ${description === undefined ? '' : html`<dd>${withCode(description)}</dd>`}`;
}

function answer(status: string, { description, content = {} }: ApiResponse): Html {
  const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(content);
  const isSuccess = status.startsWith('2');
  const lines = description.split('\n\n').filter((line) => !saidOnce.has(line));
  if (lines.length === 0) return html``;
  return html`<dt><b>${status}</b> <span class="quiet">${isSuccess ? type : ''}</span></dt>
    ${lines.map((line) => html`<dd>${withCode(line)}</dd>`)}
    ${isSuccess && type === 'application/json' ? html`<dd>${fields(schema)}</dd>` : ''}`;
}
