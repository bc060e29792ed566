namespace BintrayPush.Server.Tests.Kills;

/// <summary>
/// Follows a push from outside, and kills at the planned moment. A moment is a request, an answer or a piece of a body on the line, or
/// anything that comes, goes or gets its name below the folder of the server: so each lies within the push however fast the machine is,
/// and those in the folder lie within the work of the server.
/// </summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Step, int> _moments = [];
    private readonly HashSet<string> _acknowledged = [];
    private readonly HashSet<string> _published = [];
    private readonly List<string> _sentAgain = [];
    private HashSet<string> _settled = [];
    private bool _isReleased;
    private Step _step;
    private int _passed;
    private Strike? _strike;
    private Action<Victim>? _kill;
    private TaskCompletionSource<Struck>? _struck;

    /// <summary>How many moments each step has had since the round began.</summary>
    public IReadOnlyDictionary<Step, int> Moments
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<Step, int>(_moments);
            }
        }
    }

    /// <summary>The paths of this round whose upload the server has acknowledged, whether or not the client has heard of it.</summary>
    public IReadOnlySet<string> Acknowledged => Copy(_acknowledged);

    /// <summary>The versions of this round whose publish the server has acknowledged; of a release all that are pushed.</summary>
    public IReadOnlySet<string> Published => Copy(_isReleased ? SentFiles.Versions : _published);

    /// <summary>The paths of this round that were acknowledged before a client began, and sent by it all the same.</summary>
    public IReadOnlySet<string> SentAgain => Copy(_sentAgain);

    /// <summary>Other files are pushed from now on.</summary>
    public void BeginRound()
    {
        lock (_lock)
        {
            _moments.Clear();
            _acknowledged.Clear();
            _published.Clear();
            _sentAgain.Clear();
            _isReleased = false;
        }
    }

    /// <summary>A client is started.</summary>
    public void BeginRun()
    {
        lock (_lock)
        {
            _step = Step.Starting;
            _settled = [.. _acknowledged];
        }
    }

    /// <summary>Plans a kill.</summary>
    /// <param name="strike">When, and whom.</param>
    /// <param name="kill">Does it.</param>
    /// <returns>Ends when it is done; perhaps never.</returns>
    public Task<Struck> Arm(Strike strike, Action<Victim> kill)
    {
        lock (_lock)
        {
            (_strike, _kill, _passed) = (strike, kill, 0);
            _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _struck.Task;
        }
    }

    /// <summary>Plans no kill any more.</summary>
    public void Disarm()
    {
        lock (_lock)
        {
            _strike = null;
        }
    }

    /// <summary>A request is about to reach the server.</summary>
    public void Asked(string request)
    {
        lock (_lock)
        {
            if (Upload(request) is { } path)
            {
                _step = Step.Upload;
                if (_settled.Contains(path))
                {
                    _sentAgain.Add(path);
                }
            }
            else if (IsRelease(request) || Publish(request) is not null)
            {
                _step = Step.Publish;
            }
            else if (_step == Step.Upload)
            {
                _step = Step.Verify;
            }
            else if (_step == Step.Starting)
            {
                _step = Step.Prepare;
            }
        }

        Moment();
    }

    /// <summary>An answer is about to reach the client.</summary>
    public void Answered(string request, bool isSuccess)
    {
        lock (_lock)
        {
            if (isSuccess && Upload(request) is { } path)
            {
                _acknowledged.Add(path);
            }
            else if (isSuccess && Publish(request) is { } version)
            {
                _published.Add(version);
            }
            else if (isSuccess && IsRelease(request))
            {
                _isReleased = true;
            }
        }

        Moment();
    }

    /// <summary>Something moved: on the line, or in the folder of the server.</summary>
    public void Moment()
    {
        lock (_lock)
        {
            if (_step == Step.Starting)
            {
                return;
            }

            _moments[_step] = _moments.GetValueOrDefault(_step) + 1;
            _passed += _step == _strike?.Step ? 1 : 0;
            if (_strike is { } strike && (_step > strike.Step || _passed >= strike.Moment) && !IsTooLate(strike.Victim))
            {
                // Nothing passes the line meanwhile.
                _strike = null;
                _kill!(strike.Victim);
                _struck!.SetResult(new Struck(strike.Victim, _step));
            }
        }
    }

    /// <summary>When all is public the server has done its part; what still stirs in its folder is heard of late.</summary>
    private bool IsTooLate(Victim victim) =>
        victim == Victim.Server && (_isReleased || _published.Count == SentFiles.Versions.Count);

    private HashSet<string> Copy(IEnumerable<string> set)
    {
        lock (_lock)
        {
            return [.. set];
        }
    }

    /// <summary>The path of an upload: PUT /content/subject/repository/package/version/path.</summary>
    private static string? Upload(string request) =>
        request.StartsWith("PUT /content/", StringComparison.Ordinal) ? string.Join('/', Segments(request)[6..]) : null;

    /// <summary>The version of a publish: POST /content/subject/repository/package/version/publish.</summary>
    private static string? Publish(string request) =>
        request.StartsWith("POST /content/", StringComparison.Ordinal) && Segments(request) is [.., var version, "publish"]
            ? version
            : null;

    /// <summary>A publish of all versions at one moment: POST /releases/subject.</summary>
    private static bool IsRelease(string request) => request.StartsWith("POST /releases/", StringComparison.Ordinal);

    private static string[] Segments(string request) => request.Split(' ')[1].Split('?', ';')[0].Split('/');
}
