import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** No body of this API comes near it; API Gateway itself would take 10 MB. */
const LARGEST_BODY = 8192;

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'name' | 'visibilityConfig'>;

/** What is turned away before anything of ours runs. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, stage: Stage, requestsPerTokenIn5Minutes: number) {
    super(scope, id);
    const rules: Readonly<Record<string, Rule>> = {
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
      // One token is one person; a request without one is refused before it costs anything.
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
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('Firewall'),
      rules: Object.entries(rules).map(([name, rule], priority) => ({
        ...rule,
        name,
        priority,
        visibilityConfig: visibility(name),
      })),
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
  }
}

function managed(name: string): Rule {
  return { overrideAction: { none: {} }, statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } } };
}

/** Samples would keep tokens and the ids of people for three hours where every administrator can read them. */
function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
