import * as z from 'zod';
import { OPERATIONS_ROUTES } from '../lib/api/routes/operations.ts';
import { demand } from './api/answers/demand.ts';
import { drops } from './api/answers/drops.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { connectionInEnvironment } from './aws/environment.ts';
import { lightObjects } from './aws/light-objects.ts';
import { lightTable } from './aws/light-table.ts';
import { signedCalls } from './aws/signed.ts';
import { readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(
  commonEnvironment.extend({ PRODUCTIVITY_TABLE: name, FACTS_BUCKET: name, REJECTED_ROWS_DAYS: z.coerce.number().int().min(1) }),
);
const connection = connectionInEnvironment();
const call = signedCalls(connection);

/** Serves what was loaded and what was asked of the force; nothing about a person. */
export const handler = httpHandler(
  {
    ...commonPorts(environment, call, import.meta.url),
    productivity: lightTable(call, environment.PRODUCTIVITY_TABLE),
    facts: lightObjects(connection, environment.FACTS_BUCKET),
    rejectedRowsDays: environment.REJECTED_ROWS_DAYS,
  },
  OPERATIONS_ROUTES,
  { ...demand, ...drops },
  observe('operations'),
);
