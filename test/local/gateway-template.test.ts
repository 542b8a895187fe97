import { describe, expect, it } from 'vitest';
import { firstOf, startProbe, type Template } from './probe.ts';

const METHOD = 'AWS::ApiGateway::Method';
const integration = (template: Template) => firstOf(template, METHOD).Integration as object;
const set = (type: string, properties: object) => (template: Template) => {
  Object.assign(firstOf(template, type), properties);
};

describe('a template with something that this gateway does not do is refused by name', () => {
  it.each<[string, (template: Template) => void, RegExp]>([
    ['a method that anybody may call', set(METHOD, { AuthorizationType: 'NONE' }), /a method without the authorizer/],
    ['another integration', (template) => Object.assign(integration(template), { Type: 'MOCK' }), /the integration MOCK/],
    [
      'a template of an integration',
      (template) => Object.assign(integration(template), { RequestTemplates: {} }),
      /the integration RequestTemplates/,
    ],
    [
      'an authorizer that caches',
      set('AWS::ApiGateway::Authorizer', { AuthorizerResultTtlInSeconds: 300 }),
      /an authorizer other than an uncached user pool/,
    ],
    [
      'an access log that names something else',
      set('AWS::ApiGateway::Stage', { AccessLogSetting: { Format: '$context.path' } }),
      /the access log variable path/,
    ],
    [
      'an answer with something of the request in it',
      set('AWS::ApiGateway::GatewayResponse', { ResponseTemplates: { 'application/json': '$context.error.message' } }),
      /one constant text/,
    ],
    ['a model with a word of its own', set('AWS::ApiGateway::Model', { Schema: { oneOf: [] } }), /the JSON schema word oneOf/],
  ])('%s', async (_, edit, said) => {
    await expect(startProbe({}, edit)).rejects.toThrow(said);
  });
});
