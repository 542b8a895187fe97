interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Description {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const STYLE = `body{font:16px/1.5 Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}
h2{margin-top:2.5rem;border-bottom:1px solid #b1b4b6}section{margin:1.5rem 0}code,pre{font:14px/1.4 monospace;background:#f3f2f1}
pre{padding:.75rem;overflow:auto;max-height:24rem}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
summary{cursor:pointer}a{color:#1d70b8}`;

/** The description of the API as one page without script: what can be asked, by whom, and what comes back. */
export function docsPage(text: string): string {
  const { info, paths, components } = JSON.parse(text) as Description;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = [...Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${html(info.title)} API</title><style>${STYLE}</style></head><body>
<h1>${html(info.title)} API</h1><p>${html(info.summary)} ${html(info.description)}</p>
<nav><ul>${operations.map(({ method, path, operation }) => `<li><a href="#${operation.operationId}"><code>${method} ${html(path)}</code></a> ${html(operation.summary)}</li>`).join('')}</ul></nav>
${groups.map(([name, some]) => `<h2>Function ${html(name)}</h2>${some.map(section).join('')}`).join('')}
<h2>What stands in every answer</h2>${Object.entries(components.schemas)
    .map(([name, schema]) => schemaDetails(name, schema))
    .join('')}
</body></html>`;
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${html(one.name)}</code></td><td>${one.in}${one.required ? ', required' : ''}</td><td><code>${html(JSON.stringify(one.schema))}</code></td></tr>`,
  );
  const answers = Object.entries(responses).map(([status, answer]) => {
    const schema = answer.content?.['application/json']?.schema;
    return schema === undefined
      ? `<li>${status}: ${html(answer.description)}</li>`
      : `<li>${schemaDetails(`${status}: ${answer.description}`, schema)}</li>`;
  });
  const body = requestBody?.content['application/json']?.schema;
  return `<section id="${operationId}"><h3><code>${method} ${html(path)}</code></h3><p>${html(summary)}. ${html(description)}</p>
${rows.length === 0 ? '' : `<table><tr><th>Parameter</th><th>Where</th><th>Form</th></tr>${rows.join('')}</table>`}
${body === undefined ? '' : schemaDetails('Body', body)}<ul>${answers.join('')}</ul></section>`;
}

function schemaDetails(title: string, schema: object): string {
  return `<details><summary>${html(title)}</summary><pre>${html(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
