import { longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { type Answered, question } from '../client.ts';
import { dateTime, number, plural } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { faultText, rowsText, stateOf } from '../parts/file-words.ts';
import { More, pageOf } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import type { Address } from '../router.ts';
import { say } from '../words.ts';

/** One file: what became of each version, what is unusual about it, and its rejected rows. */
export function FilePage({ id, more: name = '', address }: PageProps) {
  const path = `/v1/drops/${encodeURIComponent(id)}/${encodeURIComponent(name)}` as const;
  return (
    <Page
      title={`File: ${name}`}
      crumbs={[
        { href: '/', text: 'Home' },
        { href: '/data', text: 'Data' },
        { href: `/data/${encodeURIComponent(id)}`, text: say(id) },
      ]}
    >
      <Answer of={question('drop', path)} what="this file">
        {({ extractTime, counts, dates, versions, ignored, warnings }) => (
          <>
            <p class="govuk-body">
              Taken on {dateTime(extractTime)}. {counts ? 'It is in the figures.' : 'It is not in any figure.'}
              {dates === null || dates.length === 0
                ? ''
                : ` Its rows lie on ${dates.length === 1 ? longDate(dates[0] ?? '') : `${plural(dates.length, 'day')}, ${longDate(dates[0] ?? '')} to ${longDate(dates.at(-1) ?? '')}`}.`}
              {ignored === 0 ? '' : ` ${plural(ignored, 'newer version')} not looked at: there are too many.`}
            </p>
            {warnings.length === 0 ? null : (
              <>
                <h2 class="govuk-heading-m">Unusual about it</h2>
                <ul class="govuk-list govuk-list--bullet">
                  {warnings.map(({ check, column, sentence }) => (
                    <li key={`${check} ${column} ${sentence}`}>
                      {sentence ?? `${say(check)}${column === null ? '' : `, column ${column}`}`}
                    </li>
                  ))}
                </ul>
              </>
            )}
            <Table
              caption="Versions, newest first"
              keyOf={(n) => String(n)}
              rows={versions.map((_, n) => n)}
              columns={[
                { head: 'Version', cell: (n) => `${versions.length - n}${versions[n]?.inForce ? ', in force' : ''}` },
                { head: 'State', cell: (n) => versionText(versions[n]) },
                { head: 'Decided by a person', cell: (n) => say(versions[n]?.decided ?? 'none recorded') },
                { head: 'Rows', cell: (n) => rowsText(versions[n]?.rows ?? null) },
                { head: 'Bytes', numeric: true, cell: (n) => bytesText(versions[n]?.bytes ?? null) },
                { head: 'Why', cell: (n) => whyOf(versions[n]?.reason ?? null) },
              ]}
            />
            {versions.some(({ rows }) => (rows?.quarantined ?? 0) > 0) ? <Rejections path={path} address={address} /> : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

const versionText = (version: Answered<'drop'>['versions'][number] | undefined) =>
  version?.state === 'accepted' && !version.inForce ? 'Replaced by a newer version' : stateOf(version?.state ?? '');
const bytesText = (bytes: number | null) => (bytes === null ? 'Not shown' : number(bytes));
const whyOf = (reason: Parameters<typeof faultText>[0] | null) => (reason === null ? '' : faultText(reason));

function Rejections({ path, address }: { path: `/v1/drops/${string}/${string}`; address: Address }) {
  const of = question('dropRejections', `${path}/rejections`, pageOf(address));
  return (
    <Answer of={of} what="the rejected rows" quiet>
      {({ rows, rejected, kept, version, cursor }) => (
        <>
          <Table
            caption={`Rejected rows of version ${version}: ${number(rejected)}${kept < rejected ? `, the first ${number(kept)} with their reasons` : ''}`}
            keyOf={({ key }) => key}
            rows={rows.flatMap(({ line, issues }) => issues.map((issue, n) => ({ key: `${line} ${n}`, line, issue })))}
            columns={[
              { head: 'Line', numeric: true, cell: ({ line }) => number(line) },
              { head: 'Column', cell: ({ issue }) => issue.column ?? '' },
              { head: 'Why', cell: ({ issue }) => faultText(issue) },
            ]}
          />
          <More address={address} cursor={cursor} />
          <Download of={of} name="rejected rows" />
        </>
      )}
    </Answer>
  );
}
