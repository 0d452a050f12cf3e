package kepu.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are about the same thing: an Alert, its Updates, its Cancel, in whatever order they arrive. The one that was sent last
 * decides: an Alert or Update lives and its predecessors end, a Cancel ends them all. Only who has a right to all the regions of a message
 * can end it.
 */
final class Chains {
    /** A message in a chain. {@code direct} says that the newcomer names it. */
    record Member(
            String id,
            String chain,
            CapMessage.Key key,
            CapMessage.Kind kind,
            List<RegionCode> regions,
            RegionCode scope,
            boolean direct,
            @Nullable String endedBy) {}

    /** The chains that the newcomer joins into one, and who decides in it. */
    record Joined(List<String> chains, Member winner, List<Member> members) {}

    private static final Comparator<Member> ORDER = Comparator.<Member, java.time.Instant>comparing(
                    member -> member.key().sent())
            .thenComparing(Member::kind)
            .thenComparing(member -> member.key().identifier())
            .thenComparing(Member::id);

    private Chains() {}

    /**
     * What becomes of a message among those that it touches: by naming them, by being named, or by naming the same third one. {@link
     * Failure.Forbidden} when it would end one whose regions its poster has no right to.
     */
    static Joined join(Member newcomer, List<Member> touched) {
        List<Member> members = new ArrayList<>(List.of(newcomer));
        List<String> chains = new ArrayList<>();
        var byChain = touched.stream().collect(Collectors.groupingBy(Member::chain));
        byChain.entrySet().stream().sorted(java.util.Map.Entry.comparingByKey()).forEach(chain -> {
            if (joins(newcomer, chain.getValue())) {
                chains.add(chain.getKey());
                members.addAll(chain.getValue());
            }
        });
        Member winner = last(members);
        if (!winner.equals(newcomer) && !members.stream().allMatch(member -> canEnd(winner, member))) {
            List<Member> own = Stream.concat(
                            Stream.of(newcomer), byChain.getOrDefault(winner.chain(), List.of()).stream())
                    .toList();
            return new Joined(List.of(winner.chain()), winner, own);
        }
        return new Joined(List.copyOf(chains), winner, List.copyOf(members));
    }

    private static boolean joins(Member newcomer, List<Member> chain) {
        Member last = last(chain);
        if (ORDER.compare(last, newcomer) > 0) {
            return canEnd(last, newcomer);
        }
        if (chain.stream().allMatch(member -> canEnd(newcomer, member))) {
            return true;
        }
        if (chain.stream().anyMatch(Member::direct)) {
            throw new Failure.Forbidden("outside-scope", "所更新或取消的预警超出您的地区范围");
        }
        return false;
    }

    private static Member last(List<Member> members) {
        return members.stream().max(ORDER).orElseThrow();
    }

    private static boolean canEnd(Member one, Member other) {
        return RegionSet.covers(one.scope(), other.regions());
    }

    /** By whom a member is ended when this one decides; empty for the one that lives. */
    static Optional<String> endedBy(Member member, Member winner) {
        return member.kind().tells() && !member.id().equals(winner.id()) ? Optional.of(winner.id()) : Optional.empty();
    }
}
