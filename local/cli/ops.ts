import { isDate } from '../../lib/calendar.ts';
import { withStores } from '../home.ts';
import { showDay, showDrop, showPerson, showRejections, showUnit } from '../show.ts';
import { main, readArguments, Usage } from './arguments.ts';

const USAGE = `npm run -s ops -- show person <employee number> --date YYYY-MM-DD [--json]
npm run -s ops -- show unit <code> --date YYYY-MM-DD [--json]
npm run -s ops -- show day YYYY-MM-DD [--json]
npm run -s ops -- show drop <key> [--json]
npm run -s ops -- rejections <key> [--json]`;

await main(async () => {
  const { values, positionals } = readArguments(
    process.argv.slice(2),
    { date: { type: 'string' }, json: { type: 'boolean', default: false } },
    USAGE,
  );
  const [verb, ...rest] = positionals;
  const [kind, name] = verb === 'rejections' ? ['rejections', rest[0]] : verb === 'show' ? rest : [];
  if (kind === undefined || name === undefined || rest.length > (verb === 'show' ? 2 : 1)) throw new Usage(USAGE);
  const date = () => {
    const given = kind === 'day' ? name : values.date;
    if (given === undefined || !isDate(given))
      throw new Usage(`${kind === 'day' ? 'the day' : '--date'} is ${given ?? 'missing'}: a date such as 2026-11-22\n${USAGE}`);
    return given;
  };
  const text = await withStores((stores) => {
    switch (kind) {
      case 'person':
        return showPerson(stores, name, date(), values.json);
      case 'unit':
        return showUnit(stores, name, date(), values.json);
      case 'day':
        return showDay(stores, date(), values.json);
      case 'drop':
        return showDrop(stores, name, values.json);
      case 'rejections':
        return showRejections(stores, name, values.json);
      default:
        throw new Usage(`show ${kind} is not known\n${USAGE}`);
    }
  });
  process.stdout.write(`${text === '' ? 'No rejected rows.' : text}\n`);
  return 0;
});
