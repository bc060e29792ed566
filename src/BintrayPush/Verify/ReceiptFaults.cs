using BintrayPush.Messages;

namespace BintrayPush.Verify;

/// <summary>What is wrong with the file of a receipt; after some faults the rest is only counted.</summary>
/// <param name="file">The file.</param>
internal sealed class ReceiptFaults(string file)
{
    private const int MostNamed = 20;
    private readonly List<Problem> _problems = [];
    private int _more;

    public IReadOnlyList<Problem> Problems =>
        _more == 0 ? _problems : [.. _problems, VerifyProblems.NotAReceipt(file, $"and there are {_more} more faults like these")];

    public void Add(string place, string fault)
    {
        if (_problems.Count < MostNamed)
        {
            _problems.Add(VerifyProblems.NotAReceipt(file, place.Length == 0 ? fault : $"{place}: {fault}"));
        }
        else
        {
            _more++;
        }
    }
}
