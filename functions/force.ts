import { type Force, forceSchema } from '../lib/sources/force.ts';
import { readBeside } from './config.ts';

/** The force's own decisions lie beside the bundle, as data. */
export function readForce(bundle: string): Force {
  return forceSchema.parse(JSON.parse(readBeside(bundle, 'force.json')));
}
