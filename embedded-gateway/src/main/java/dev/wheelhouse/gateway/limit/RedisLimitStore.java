// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.limit;

import dev.wheelhouse.gateway.redis.RedisLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in a Redis, so that all gateways that use it hold one limit together. Each step is one
 * script, which nothing interrupts. While Redis is away each gateway counts for itself: a limit may
 * then be passed as often as there are gateways, but no request fails.
 */
public final class RedisLimitStore implements LimitStore {
  /** For each account: a sorted set of tickets by time, a hash of their amounts, and their sum. */
  private static final String COMMON =
      """
      local now, ticket = tonumber(ARGV[1]), ARGV[2]
      local function claim(i)
        local o = 2 + (i - 1) * 4
        return KEYS[i], ARGV[o + 1], tonumber(ARGV[o + 2]), tonumber(ARGV[o + 3]), tonumber(ARGV[o + 4])
      end
      local function total(key)
        return tonumber(redis.call('GET', key .. ':sum') or '0')
      end
      local function forget(key, tickets)
        for _, t in ipairs(tickets) do
          local amount = tonumber(redis.call('HGET', key .. ':n', t) or '0')
          redis.call('HDEL', key .. ':n', t)
          redis.call('ZREM', key, t)
          redis.call('DECRBY', key .. ':sum', amount)
        end
      end
      local function add(key, amount, window)
        redis.call('ZADD', key, now, ticket)
        redis.call('HSET', key .. ':n', ticket, amount)
        redis.call('INCRBY', key .. ':sum', amount)
        for _, k in ipairs({key, key .. ':n', key .. ':sum'}) do
          redis.call('PEXPIRE', k, window + 1000)
        end
      end
      """;

  private static final String TAKE =
      COMMON
          + """
          local out = {0}
          local function level(key, measure, most, amount, window)
            local used, fits, reset = total(key), 0, 0
            if measure ~= 'cost' then
              local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
              if last[2] then reset = tonumber(last[2]) + window - now end
              if used + amount > most then
                local left = used
                local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
                for i = 1, #all, 2 do
                  left = left - tonumber(redis.call('HGET', key .. ':n', all[i]) or '0')
                  if left + amount <= most then
                    fits = tonumber(all[i + 1]) + window - now
                    break
                  end
                end
              end
            end
            out[#out + 1], out[#out + 2], out[#out + 3] = used, fits, reset
          end
          for i = 1, #KEYS do
            local key, measure, most, amount, window = claim(i)
            local more = amount
            if measure == 'cost' then
              more = 1
            else
              forget(key, redis.call('ZRANGEBYSCORE', key, '-inf', now - window))
            end
            if total(key) + more > most then
              level(key, measure, most, amount, window)
              out[1] = i
              return out
            end
            level(key, measure, most, amount, window)
          end
          out = {0}
          for i = 1, #KEYS do
            local key, measure, most, amount, window = claim(i)
            if measure ~= 'cost' then add(key, amount, window) end
            level(key, measure, most, 0, window)
          end
          return out
          """;

  private static final String SETTLE =
      COMMON
          + """
          for i = 1, #KEYS do
            local key, measure, most, amount, window = claim(i)
            if measure == 'cost' then
              if amount > 0 then
                redis.call('INCRBY', key .. ':sum', amount)
                redis.call('PEXPIRE', key .. ':sum', window)
              end
            elseif measure == 'concurrent' or (measure == 'requests' and amount == 0) then
              forget(key, {ticket})
            elseif measure == 'tokens' then
              forget(key, {ticket})
              if amount > 0 then add(key, amount, window) end
            end
          end
          return 0
          """;

  private final RedisLink redis;
  private final MemoryLimitStore alone = new MemoryLimitStore();

  /** Of each request that was let in here, how many of its claims are not settled yet. */
  private final Map<String, Integer> takenAlone = new ConcurrentHashMap<>();

  /** Counts in this Redis. */
  public RedisLimitStore(RedisLink redis) {
    this.redis = redis;
  }

  @Override
  public Taken take(String ticket, List<Claim> claims, Instant now) {
    Optional<Object> answer = run(TAKE, ticket, claims, now);
    if (answer.isPresent() && answer.get() instanceof List<?> numbers) {
      return taken(numbers);
    }
    Taken taken = alone.take(ticket, claims, now);
    if (taken.granted()) {
      takenAlone.put(ticket, claims.size());
    }
    return taken;
  }

  @Override
  public void settle(String ticket, List<Claim> claims, Instant now) {
    if (takenAlone.containsKey(ticket)) {
      takenAlone.computeIfPresent(
          ticket, (_, open) -> open > claims.size() ? open - claims.size() : null);
      alone.settle(ticket, claims, now);
    } else {
      run(SETTLE, ticket, claims, now);
    }
  }

  private Optional<Object> run(String script, String ticket, List<Claim> claims, Instant now) {
    List<String> keys = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(now.toEpochMilli()));
    arguments.add(ticket);
    for (Claim claim : claims) {
      String measure = claim.measure().name().toLowerCase(Locale.ROOT);
      keys.add("limit:" + measure + ":" + claim.account());
      arguments.add(measure);
      arguments.add(Long.toString(claim.most()));
      arguments.add(Long.toString(claim.amount()));
      arguments.add(Long.toString(claim.window().toMillis()));
    }
    return redis.script(script, keys, arguments);
  }

  private static Taken taken(List<?> numbers) {
    List<Level> levels = new ArrayList<>();
    for (int i = 1; i + 2 < numbers.size(); i += 3) {
      levels.add(
          new Level(
              number(numbers.get(i)),
              Duration.ofMillis(number(numbers.get(i + 1))),
              Duration.ofMillis(number(numbers.get(i + 2)))));
    }
    return new Taken((int) number(numbers.getFirst()) - 1, levels);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
