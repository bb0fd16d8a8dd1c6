package dev.natsboot.actuate;

import java.util.Collection;
import java.util.List;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;

/**
 * Makes health contributors part of the readiness group. The liveness group is left as it
 * is: a restart of the application brings no server back.
 *
 * @since 0.1.0
 */
public class ReadinessGroupPostProcessor implements HealthEndpointGroupsPostProcessor {

	private final Collection<String> members;

	/**
	 * Create a post-processor.
	 * @param members names of health contributors, whether they exist or not
	 */
	public ReadinessGroupPostProcessor(Collection<String> members) {
		this.members = List.copyOf(members);
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		return new ReadinessGroups(groups, this.members);
	}

}
