using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;
using BintrayPush.Api.Names;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>
/// The key of one build at one service, for the whole process: many pushes share it, and the first of many calls that need one signs in
/// for all.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process, and its lock holds nothing.")]
internal sealed class SignedIn(ServiceUrl service, string user, string audience, IdentitySource source, Func<DateTimeOffset> now)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile HourlyKey? _key;
    private volatile BintrayException? _failure;

    /// <summary>The key that is there.</summary>
    public Credentials? Current => _key?.Credentials;

    /// <summary>Whether it had a key, which counts no more.</summary>
    public bool IsOver => _key is { } key && key.End <= now();

    /// <summary>Whether it is for the same.</summary>
    public bool IsFor(ServiceUrl otherService, string otherUser, string otherAudience, IdentitySource otherSource) =>
        service == otherService && user == otherUser && audience == otherAudience && source.IsSameAs(otherSource);

    /// <inheritdoc cref="ISignIn.GetAsync"/>
    public Task<Credentials> GetAsync(HttpLimits limits, CancellationToken cancellation) => _key is { } key && now() < key.Renew
        ? Task.FromResult(key.Credentials)
        : AloneAsync(known => RenewedAsync(known, limits, cancellation), cancellation);

    /// <inheritdoc cref="ISignIn.ReplaceAsync"/>
    public Task<Credentials> ReplaceAsync(Credentials? refused, HttpLimits limits, CancellationToken cancellation) => AloneAsync(
        known => known is not null && !ReferenceEquals(known.Credentials, refused)
            ? Task.FromResult(known)
            : FetchAsync(known, limits, cancellation),
        cancellation);

    /// <summary>Who has waited while another call failed has failed with it: else each would wait through a failure of its own.</summary>
    private async Task<Credentials> AloneAsync(Func<HourlyKey?, Task<HourlyKey>> work, CancellationToken cancellation)
    {
        var before = _failure;
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_failure is { } shared && !ReferenceEquals(shared, before))
            {
                throw new BintrayException(shared.Status, shared.Message, shared) { Failure = shared.Failure };
            }

            var key = await work(_key).ConfigureAwait(false);
            (_key, _failure) = (key, null);
            return key.Credentials;
        }
        catch (BintrayException failure)
        {
            _failure = failure.InnerException as BintrayException ?? failure;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<HourlyKey> RenewedAsync(HourlyKey? known, HttpLimits limits, CancellationToken cancellation)
    {
        if (known is null || known.End <= now())
        {
            return await FetchAsync(known, limits, cancellation).ConfigureAwait(false);
        }

        if (now() < known.Renew || !source.IsRenewable)
        {
            return known;
        }

        try
        {
            return await FetchAsync(known, limits, cancellation).ConfigureAwait(false);
        }
        catch (BintrayException) when (now() < known.End)
        {
            // It still counts for some minutes, and in those the next try may be better.
            return known.Kept(now());
        }
    }

    private async Task<HourlyKey> FetchAsync(HourlyKey? known, HttpLimits limits, CancellationToken cancellation)
    {
        if (known is not null && !source.IsRenewable)
        {
            throw new BintrayException(
                BintrayException.Unauthorized,
                $"the key that {source.Words} was exchanged for does not count any more, and {service.Host} takes each token once")
            { Failure = CallFailure.IdentityTokenSpent };
        }

        var token = await source.GetAsync(audience, limits, cancellation).ConfigureAwait(false);
        return await TokenService.ExchangeAsync(service, user, token, source, limits, now, cancellation).ConfigureAwait(false);
    }
}
