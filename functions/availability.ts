import * as z from 'zod';
import { availability } from './api/answers/availability.ts';
import { closedFigures } from './api/answers/closed-figures.ts';
import { personDays } from './api/answers/person-days.ts';
import { span } from './api/answers/span.ts';
import { unitAvailability } from './api/answers/unit-availability.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { makeDynamo } from './aws/dynamo.ts';
import { tableOf } from './aws/table.ts';
import { readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const name = z.string().min(1);
const environment = readEnvironment(commonEnvironment.extend({ PRODUCTIVITY_TABLE: name, AVAILABILITY_TABLE: name }));
const dynamo = makeDynamo();

/** Serves what is closed, by permits; writes nothing but who looked. */
export const handler = httpHandler(
  {
    ...commonPorts(environment, dynamo, import.meta.url),
    productivity: tableOf(dynamo, environment.PRODUCTIVITY_TABLE),
    availability: tableOf(dynamo, environment.AVAILABILITY_TABLE),
  },
  { ...availability, ...closedFigures, ...personDays, ...span, ...unitAvailability },
  observe('availability'),
);
