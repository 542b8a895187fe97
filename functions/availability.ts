import * as z from 'zod';
import { AVAILABILITY_ROUTES } from '../lib/api/routes/availability.ts';
import { availability } from './api/answers/availability.ts';
import { closedFigures } from './api/answers/closed-figures.ts';
import { establishment } from './api/answers/establishment.ts';
import { personDays } from './api/answers/person-days.ts';
import { span } from './api/answers/span.ts';
import { unitAvailability } from './api/answers/unit-availability.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { connectionInEnvironment } from './aws/environment.ts';
import { lightTable } from './aws/light-table.ts';
import { signedCalls } from './aws/signed.ts';
import { readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(commonEnvironment.extend({ PRODUCTIVITY_TABLE: name, AVAILABILITY_TABLE: name }));
const call = signedCalls(connectionInEnvironment());

/** Serves what is closed, by permits; writes nothing but who looked. */
export const handler = httpHandler(
  {
    ...commonPorts(environment, call, import.meta.url),
    productivity: lightTable(call, environment.PRODUCTIVITY_TABLE),
    availability: lightTable(call, environment.AVAILABILITY_TABLE),
  },
  AVAILABILITY_ROUTES,
  { ...availability, ...closedFigures, ...establishment, ...personDays, ...span, ...unitAvailability },
  observe('availability'),
);
