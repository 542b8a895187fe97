import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** No body of this API comes near it; API Gateway itself would take 10 MB. */
const LARGEST_BODY = 8192;

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'name' | 'visibilityConfig'>;

/** What both firewalls turn away: too many requests by one token, and what AWS knows of bad ones. */
function common(requestsPerTokenIn5Minutes: number): Readonly<Record<string, Rule>> {
  return {
    // One token is one person; a request without one is refused before it costs anything. Not by address: a whole force
    // leaves through a few, and would be blocked each morning.
    Rate: {
      action: { block: {} },
      statement: {
        rateBasedStatement: {
          limit: requestsPerTokenIn5Minutes,
          evaluationWindowSec: 300,
          aggregateKeyType: 'CUSTOM_KEYS',
          customKeys: [{ header: { name: 'Authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } }],
        },
      },
    },
    CommonRules: managed('AWSManagedRulesCommonRuleSet'),
    KnownBadInputs: managed('AWSManagedRulesKnownBadInputsRuleSet'),
  };
}

function aclOf(scope: Construct, id: string, where: 'REGIONAL' | 'CLOUDFRONT', rules: Readonly<Record<string, Rule>>): CfnWebACL {
  return new CfnWebACL(scope, id, {
    scope: where,
    defaultAction: { allow: {} },
    visibilityConfig: visibility('Firewall'),
    rules: Object.entries(rules).map(([name, rule], priority) => ({
      ...rule,
      name,
      priority,
      visibilityConfig: visibility(name),
    })),
  });
}

/** What is turned away before anything of ours runs. */
export class ApiFirewall extends Construct {
  constructor(scope: Construct, id: string, stage: Stage, requestsPerTokenIn5Minutes: number) {
    super(scope, id);
    const acl = aclOf(this, 'Acl', 'REGIONAL', {
      LargeBody: {
        action: { block: {} },
        statement: {
          sizeConstraintStatement: {
            fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
            comparisonOperator: 'GT',
            size: LARGEST_BODY,
            textTransformations: [{ priority: 0, type: 'NONE' }],
          },
        },
      },
      ...common(requestsPerTokenIn5Minutes),
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
  }
}

/** The same at the edge, for the pages as well; an address is turned away nowhere for itself. */
export class EdgeFirewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, requestsPerTokenIn5Minutes: number) {
    super(scope, id);
    this.arn = aclOf(this, 'Acl', 'CLOUDFRONT', common(requestsPerTokenIn5Minutes)).attrArn;
  }
}

function managed(name: string): Rule {
  return { overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } } };
}

/** Samples would keep tokens and the ids of people for three hours where every administrator can read them. */
function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
