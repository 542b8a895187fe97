/** A requirement of a published standard in our words, how it is met, and the tests that would fail if it were not. */
export interface Assured {
  readonly standard: 'OWASP API Security Top 10, 2023' | 'OWASP ASVS 5.0';
  readonly id: string;
  readonly asks: string;
  readonly met: string;
  /** `file › name`; empty only where `met` begins with "Not": then it says why. */
  readonly tests: readonly string[];
}

const API = (id: string, asks: string, met: string, ...tests: string[]): Assured => ({
  ...{ standard: 'OWASP API Security Top 10, 2023', id, asks, met, tests },
});
const ASVS = (id: string, asks: string, met: string, ...tests: string[]): Assured => ({
  ...{ standard: 'OWASP ASVS 5.0', id, asks, met, tests },
});

const VERDICTS = 'test/api/verdicts.test.ts › refuses in the same bytes, whoever asks whatever about whomever, known or not';
const EVERY_ROUTE = 'test/api/verdicts.test.ts › has every route, by its method and path';
const SAME_ANSWER = 'test/api/abuse.test.ts › by number, unknown or not: the same status, body, headers and calls for %s';
const FORGED = 'test/local/tokens.test.ts › %s: 401, and nothing of why';
const SCOPE = 'test/infra/api.test.ts › asks for a token of the pool, with the scope that reads or the one that writes';
const ONLY_AVAILABILITY =
  'test/local/function-rights.test.ts › only availability reads availability; productivity writes nothing; trust writes decisions';
const LOG_OF_API =
  'test/infra/api.test.ts › logs the route and how it ended: no address, no path, no query, no claim, no text of an error';
const NOTHING_LEFT = 'test/api/abuse.test.ts › left nothing of itself in any log, and no fault of a function';
const CANARY = 'test/canary/way.test.ts › is every way, and none of what was planted is on any of them';
const PROBLEM = 'test/infra/api.test.ts › is a problem of RFC 9457 that repeats nothing of the request and is never kept';
const MATRIX = 'test/infra/gates.test.ts › know all that each function may do: every action on every resource';
const GATES = 'test/infra/gates.test.ts › catch that %s';
const BEFORE = 'test/api/views.test.ts › is recorded before the answer: without the record there is none';

export const ASSURANCE: readonly Assured[] = [
  API(
    'API1',
    'Nobody reads an object by guessing its id.',
    'A read of availability takes a permit, which `decide` alone can make, for each person anew.',
    VERDICTS,
    SAME_ANSWER,
    'test/api/abuse.test.ts › one number after the other: nothing tells who exists',
  ),
  API(
    'API2',
    'Who asks cannot be forged.',
    "Cognito's authorizer on every method, with a scope; fifteen minutes a token; code flow with PKCE alone.",
    FORGED,
    SCOPE,
    'test/infra/identity.test.ts › has the code flow alone and no secret; no password reaches the API of Cognito',
  ),
  API(
    'API3',
    'Nobody reads or writes a field that is not theirs.',
    'Permits name fields; open and closed figures lie in different tables; bodies take the named fields alone.',
    'test/api/non-interference.test.ts › do not show to anybody else without a right either',
    'test/api/covers.test.ts › takes nothing of the body but what it asks for',
    'test/api/roles.test.ts › takes nothing of the body but what it asks for',
  ),
  API(
    'API4',
    'No question costs without bound.',
    'Ranges, pages, bodies, throttles of each method, a rate of each token, and counted reads behind every route.',
    'test/api/abuse.test.ts › a thousand of them at once are one refusal',
    'test/api/abuse-of-http.test.ts › are too large: 17 KB for the function, 11 MB for the gateway',
    'test/infra/api.test.ts › lets so many requests a second through to each method, and fewer to each that writes',
    'test/api/reads.test.ts › that only read write nothing but who looked, and there is nothing that scans',
  ),
  API(
    'API5',
    'Nobody calls a function that is not theirs.',
    'One table of routes with a rule each; functional roles are read at each request and approved by another person.',
    EVERY_ROUTE,
    'test/api/roles.test.ts › is approved neither by who gave it nor by who gets it',
    'test/api/drops.test.ts › nobody else sees anything, whatever the name',
  ),
  API(
    'API6',
    'A flow of business cannot be run through by a machine.',
    'What people decide has limits of its own, is approved by another person where it gives rights, and is told to those concerned.',
    'test/api/roles.test.ts › waits for another person, is in force once approved, and ends',
    'test/api/covers.test.ts › lasts for stated hours, fourteen days at most',
  ),
  API(
    'API7',
    'Nobody makes the server ask an address of their choice.',
    'No route takes an address; functions talk to AWS alone.',
    'test/api/abuse.test.ts › %s, %s',
    'test/infra/bundles.test.ts › is made of lib, functions and packages: nothing of the embedded cloud, the demo, the simulation, a test or a script',
  ),
  API(
    'API8',
    'Nothing is left open by a setting.',
    'Templates are checked by the CDK, cdk-nag and rules of ours, and each rule is shown to catch what it is for.',
    GATES,
    'test/infra/nag.test.ts › what cdk-nag finds is what is accepted, no more and no less, and each has a reason',
    PROBLEM,
  ),
  API(
    'API9',
    'Every route is known, and none is left over.',
    'Gateway, dispatch, OpenAPI and the tests come from one table.',
    'test/infra/api.test.ts › is a route, and every route a method: no OPTIONS, no ANY, nothing at the root',
    EVERY_ROUTE,
  ),
  API(
    'API10',
    'What other systems say is not trusted.',
    'Every row of an extract is checked; a source writes below its own prefix, and a file that is wrong is refused whole.',
    'test/lib/ingest/reading.test.ts › tells every fault at once',
    'test/pipeline/bad-files.test.ts › that was refused or held and never good changes nothing; corrected it counts',
    GATES,
  ),

  ASVS(
    '8.1.1',
    'Rules of access by function and by data are written down.',
    'docs/access.md and the table of verdicts, which is run.',
    EVERY_ROUTE,
    'test/api/verdicts.test.ts › has 22 kinds of viewer and 1,300 verdicts at the least, and says which are still to come',
  ),
  ASVS(
    '8.1.2',
    'Rules of access by field are written down.',
    'docs/access.md: what a permit shows to whom.',
    'test/lib/access/permit.test.ts › to a leader what leaders see, from 91 days before both held their posts',
  ),
  ASVS(
    '8.1.3',
    'What of the surroundings counts in a decision is written down.',
    'The present day in London, the dates of posts and grants, and the age of the organisation; no place, no device.',
    'test/lib/access/decide.test.ts › may be seven days to the millisecond',
    'test/lib/access/today.test.ts › begins at midnight in London, in summer an hour before that of Greenwich',
  ),
  ASVS(
    '8.1.4',
    'How it counts is written down.',
    'docs/access.md, with the limits in days.',
    'test/lib/access/decide.test.ts › counts as too old',
  ),
  ASVS(
    '8.2.1',
    'Functions are for those who are allowed.',
    'A rule on each route, run for every kind of viewer.',
    EVERY_ROUTE,
    VERDICTS,
  ),
  ASVS('8.2.2', 'Data are for those who are allowed.', 'A permit for each person and read.', VERDICTS, SAME_ANSWER),
  ASVS(
    '8.2.3',
    'Fields are for those who are allowed.',
    'Permits carry fields and days.',
    'test/api/covers.test.ts › sees no score, attendance or history, whatever is asked',
    'test/lib/access/permit.test.ts › cannot be changed',
  ),
  ASVS(
    '8.2.4',
    'Decisions follow the surroundings while a session lasts.',
    'Posts, grants and the age of the organisation are read at each request.',
    'test/api/covers.test.ts › begins and ends by itself, and says so to who covers',
  ),
  ASVS(
    '8.3.1',
    'Rules hold on the server.',
    'The pages know no rule; the API decides, and the store is out of reach of functions that do not need it.',
    ONLY_AVAILABILITY,
    MATRIX,
  ),
  ASVS(
    '8.3.2',
    'A change of rights counts at once.',
    'Relations are computed at the request; a token carries identity alone.',
    'test/api/roles.test.ts › holds from its first day and no more on its last',
    'test/infra/identity.test.ts › knows nothing of a person that could be taken for a right: no attribute, no group, no trigger',
  ),
  ASVS(
    '8.3.3',
    'The rights are those of who asks, not of a service between.',
    'Each answer is made for the name in the token; no function asks another.',
    'test/api/abuse.test.ts › by headers that claim to be somebody: they count for nothing',
  ),
  ASVS(
    '8.4.1',
    'One tenant cannot touch another.',
    'One force, one deployment, one account.',
    'test/infra/identity.test.ts › differ in the number of the account alone',
  ),
  ASVS(
    '8.4.2',
    'Administration has more than one line of defence.',
    'A second factor, a role approved by another person, and no right on availability in any role.',
    'test/infra/identity.test.ts › wants a second factor by an app, never by SMS, and a long password',
    'test/api/drops.test.ts › of closed records an administrator sees whether files count, and no number of rows',
  ),

  ASVS('9.1.1', 'A signature is checked before anything else of a token counts.', "API Gateway's authorizer.", FORGED),
  ASVS('9.1.2', 'Only the algorithms expected are taken.', 'RS256 of the pool, nothing else.', FORGED),
  ASVS('9.1.3', 'Keys come from where they are expected, not from the token.', "The pool's own key set.", FORGED),
  ASVS(
    '9.2.1',
    'A token counts only in its time.',
    'Fifteen minutes.',
    'test/local/tokens.test.ts › ends a token after fifteen minutes',
  ),
  ASVS('9.2.2', 'Only the kind of token that is meant.', 'Access tokens with a scope; an ID token has none.', FORGED, SCOPE),
  ASVS('9.2.3', 'Only tokens for this service.', 'Scopes of the resource server `dashboard`.', SCOPE),
  ASVS(
    '9.2.4',
    'A key for several services says for which.',
    'One pool for one service, and its scopes.',
    "test/infra/identity.test.ts › gets our two scopes and openid, none of Cognito's own",
  ),

  ASVS(
    '5.1.1',
    'What files may be sent is written down.',
    'docs/limits.md and the catalogue of feeds: CSV, packed or not, sizes and rows.',
    'test/lib/ingest/limits.test.ts › cannot allow files that the function could not hold',
  ),
  ASVS(
    '5.2.1',
    'No file is larger than can be worked on.',
    '64 MiB, known from the listing before it is fetched.',
    'test/pipeline/limits.test.ts › is refused by its size and never fetched; the last good version stands, and another such file is no duplicate',
  ),
  ASVS(
    '5.2.2',
    'A file is what its name says.',
    'The key names feed and packing; header, encoding and every row are checked.',
    'test/lib/ingest/reading.test.ts › a packed file: one whole member, nothing else',
    'test/pipeline/bad-files.test.ts › that was refused or held and never good changes nothing; corrected it counts',
  ),
  ASVS(
    '5.2.3',
    'A packed file is bounded unpacked.',
    'In bytes and in times its packed size, while it is unpacked; one member alone.',
    'test/lib/ingest/gunzip.test.ts › in bytes is refused, and one of just as many is not',
    'test/lib/ingest/gunzip.test.ts › in times its packed size is refused, and one of just as many is not',
  ),
  ASVS(
    '5.2.4',
    'Nobody fills the store.',
    'Sources alone may write; a hundred versions of a key count, a backlog is bounded by its workers.',
    'test/pipeline/limits.test.ts › counts as its first hundred versions say; the others are told and are no drift',
    GATES,
  ),
  ASVS(
    '5.2.5',
    'No links in packed files.',
    'gzip of one member has none, and nothing is unpacked to a disk.',
    'test/lib/ingest/reading.test.ts › a packed file: one whole member, nothing else',
  ),
  ASVS('5.2.6', 'Pictures are bounded in pixels.', 'Not needed: no picture is taken.'),
  ASVS(
    '5.3.1',
    'No file that was sent is run.',
    'Extracts are read as rows and served to nobody.',
    'test/infra/stages.test.ts › has types and properties that the registry of CloudFormation knows',
    GATES,
  ),
  ASVS(
    '5.3.2',
    'No path is made of what somebody wrote.',
    'A key has one form; names of facts follow from hashes.',
    'test/canary/errors.test.ts › a file whose name has a number in it is told by feed and time',
  ),
  ASVS(
    '5.3.3',
    'Paths within packed files count for nothing.',
    'gzip names are skipped, not read.',
    'test/lib/ingest/reading.test.ts › reads optional parts of a gzip header',
  ),
  ASVS('5.4.1', 'The name of a download is ours.', 'CSV is named by its route.', 'test/api/csv.test.ts › %s'),
  ASVS(
    '5.4.2',
    'Names and cells cannot break out.',
    'Cells that a spreadsheet would run are led by an apostrophe.',
    'test/api/abuse-of-http.test.ts › a name that a spreadsheet would run is led by an apostrophe, and only there',
    'test/api/csv.test.ts › a name with a quote and a comma comes back whole',
  ),
  ASVS(
    '5.4.3',
    'Files of others are searched for malware.',
    'Not done here: no extract is served as a file; a source searches what it sends.',
  ),

  ASVS(
    '16.1.1',
    'There is a list of what is logged, where, and for how long.',
    'docs/deployment.md, section "What is kept, and how long".',
    LOG_OF_API,
    GATES,
  ),
  ASVS(
    '16.2.1',
    'An entry says when, where and what.',
    'JSON with time, function and request; who looked at whom stands in the record that is not a log.',
    'test/api/views.test.ts › $route leaves in the record what $viewer saw',
    LOG_OF_API,
  ),
  ASVS('16.2.2', 'Times are of one clock, in UTC.', "AWS's clock, epoch milliseconds and ISO 8601 in UTC.", LOG_OF_API),
  ASVS(
    '16.2.3',
    'Logs go nowhere else.',
    'One group a function, which its role alone may write.',
    'test/infra/templates.test.ts › run every function on Node 24, arm64, with a role and a log group of its own and bounded time and memory',
  ),
  ASVS('16.2.4', 'Logs can be read by machines.', 'JSON of Powertools, metrics in its embedded format.', CANARY),
  ASVS(
    '16.2.5',
    'Logs hold nothing that needs guarding.',
    'No name, number, health or standards word; planted ones are searched for in every log.',
    CANARY,
    NOTHING_LEFT,
  ),
  ASVS('16.3.1', 'Sign-ins are recorded.', "Cognito and CloudTrail record them; the force's directory does for its own.", GATES),
  ASVS(
    '16.3.2',
    'Refusals are recorded, and reads of what is closed.',
    'Each refusal is counted and alarmed in bursts; each look at availability is recorded and shown to whom it concerns.',
    'test/api/views.test.ts › is recorded by every route that shows availability',
    BEFORE,
  ),
  ASVS(
    '16.3.3',
    'Ways around are recorded.',
    'CloudTrail with alarms on each way that docs/deployment.md names.',
    'test/infra/observability.test.ts › has an alarm for every way around that docs/deployment.md names',
  ),
  ASVS(
    '16.3.4',
    'Unexpected faults are recorded.',
    'By code and place, never by the text of a fault.',
    'test/canary/errors.test.ts › is told by the queue by its name and its place',
    'test/canary/errors.test.ts › is told so by the watch, and what Lambda is thrown does not repeat it',
  ),
  ASVS(
    '16.4.1',
    'Nobody writes lines of their own into a log.',
    'JSON, and nothing of a request in it.',
    NOTHING_LEFT,
    LOG_OF_API,
  ),
  ASVS(
    '16.4.2',
    'Logs cannot be changed.',
    "A function may add to its own alone; the trail has its files' hashes.",
    GATES,
    MATRIX,
  ),
  ASVS('16.4.3', 'Logs lie apart.', 'CloudWatch and a bucket of the trail, out of reach of every function.', MATRIX, GATES),
  ASVS('16.5.1', 'A fault tells nothing of the inside.', 'Problem documents with a code.', PROBLEM, FORGED),
  ASVS(
    '16.5.2',
    'It goes on safely when something else fails.',
    'Without the record of looks there is no answer; figures stay as they were published.',
    BEFORE,
    'test/pipeline/blocked.test.ts › blocks the day: what was published stands, it is said without a number, and a correction mends it',
  ),
  ASVS(
    '16.5.3',
    'It never fails open.',
    'Denied unless decided; a day that does not add up is not published.',
    BEFORE,
    'test/lib/access/decide.test.ts › counts as too old',
    'test/pipeline/blocked.test.ts › blocks the day: what was published stands, it is said without a number, and a correction mends it',
  ),
  ASVS(
    '16.5.4',
    'There is a last handler of faults.',
    'One around every function of the API and of the queues.',
    'test/canary/errors.test.ts › is told by the queue by its name and its place',
    NOTHING_LEFT,
  ),
];
