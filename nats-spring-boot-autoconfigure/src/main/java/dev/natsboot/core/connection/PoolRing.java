package dev.natsboot.core.connection;

import java.util.List;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The clients that can be sent on, and the choice among them by rendezvous hashing: a
 * subject stays with its client while that one is there. Immutable; choosing allocates
 * nothing.
 */
final class PoolRing {

	static final PoolRing EMPTY = new PoolRing(List.of());

	final @Nullable Connection single;

	private final Member[] members;

	PoolRing(List<Member> members) {
		this.members = members.toArray(Member[]::new);
		this.single = (members.size() == 1) ? members.get(0).client() : null;
	}

	@Nullable Connection choose(String subject) {
		int hash = subject.hashCode();
		Connection chosen = null;
		int best = Integer.MIN_VALUE;
		for (Member member : this.members) {
			int score = score(hash, member.slot());
			if (chosen == null || score > best) {
				chosen = member.client();
				best = score;
			}
		}
		return chosen;
	}

	/**
	 * Choose one of some places that never change.
	 */
	static int choose(String key, int places) {
		int hash = key.hashCode();
		int chosen = 0;
		for (int place = 1; place < places; place++) {
			if (score(hash, place) > score(hash, chosen)) {
				chosen = place;
			}
		}
		return chosen;
	}

	private static int score(int hash, int slot) {
		int mixed = hash ^ ((slot + 1) * 0x9E3779B9);
		mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
		mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
		return mixed ^ (mixed >>> 16);
	}

	record Member(int slot, Connection client) {
	}

}
