import { afterAll, beforeAll } from 'vitest';
import { figures } from './figures.ts';
import { journeys } from './journeys.ts';
import { pages } from './pages.ts';
import { type Dashboard, PATIENCE, startDashboard } from './world.ts';

let running: Dashboard;
beforeAll(async () => {
  running = await startDashboard();
}, PATIENCE);
afterAll(() => running?.stop(), PATIENCE);
const dashboard = () => running;

pages(dashboard);
figures(dashboard);
journeys(dashboard);
